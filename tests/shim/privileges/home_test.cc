#include "shim/privileges/home.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "shim/base/environment.h"

namespace hermes {
namespace {

struct Case {
  std::string name;
  std::vector<std::string> environment;
  std::string home;
};

class LeaveRootsHomeTest : public testing::TestWithParam<Case> {};

TEST_P(LeaveRootsHomeTest, ReplacesOnlyRootsHome) {
  Environment environment(GetParam().environment);
  LeaveRootsHome("/opt/data", environment);
  EXPECT_EQ(environment.GetOrEmpty("HOME"), GetParam().home);
}

INSTANTIATE_TEST_SUITE_P(
    Table, LeaveRootsHomeTest,
    testing::Values(Case{"Missing", {}, "/opt/data"},
                    Case{"Empty", {"HOME="}, "/opt/data"},
                    Case{"RootDirectory", {"HOME=/"}, "/opt/data"},
                    Case{"HomeOfRoot", {"HOME=/root"}, "/opt/data"},
                    Case{"HomeOfAnotherUser", {"HOME=/home/x"}, "/home/x"}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes
