#include "shim/init/socket_activation.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/child_process.h"
#include "shim/base/environment.h"

namespace hermes {
namespace {

constexpr pid_t kSelf = 1;

struct Case {
  std::string name;
  std::string pid;
  std::string fds;
  int sockets;
};

class SocketsForTest : public testing::TestWithParam<Case> {};

TEST_P(SocketsForTest, CountsSocketsPassedToThisProcess) {
  Environment environment;
  environment.Set("LISTEN_PID", GetParam().pid);
  environment.Set("LISTEN_FDS", GetParam().fds);
  EXPECT_EQ(SocketsFor(kSelf, environment), GetParam().sockets);
}

INSTANTIATE_TEST_SUITE_P(
    Table, SocketsForTest,
    testing::Values(Case{"One", "1", "1", 1}, Case{"Several", "1", "12", 12},
                    Case{"None", "1", "0", 0}, Case{"AnotherPid", "11", "1", 0},
                    Case{"NoPid", "", "1", 0}, Case{"NoNumber", "1", "x", 0},
                    Case{"TrailingText", "1", "1x", 0},
                    Case{"Negative", "1", "-1", 0},
                    Case{"TooMany", "1", "1025", 0}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

TEST(SocketsForTest, CountsNoneWithoutVariables) {
  EXPECT_EQ(SocketsFor(kSelf, Environment()), 0);
}

TEST(HandSocketsOnTest, SetsPidVariableAndRemovesPidfdOfThisProcess) {
  ChildRequest child;
  child.environment =
      Environment({"LISTEN_PID=1", "LISTEN_FDS=2", "LISTEN_PIDFDID=9"});
  HandSocketsOn(kSelf, child);
  EXPECT_EQ(child.pid_variable, "LISTEN_PID");
  EXPECT_EQ(child.environment.Get("LISTEN_FDS"), "2");
  EXPECT_FALSE(child.environment.Get("LISTEN_PIDFDID").has_value());
}

TEST(HandSocketsOnTest, KeepsVariablesMeantForAnotherProcess) {
  const std::vector<std::string> entries = {"LISTEN_PID=2", "LISTEN_FDS=2",
                                            "LISTEN_PIDFDID=9"};
  ChildRequest child;
  child.environment = Environment(entries);
  HandSocketsOn(kSelf, child);
  EXPECT_EQ(child.pid_variable, "");
  EXPECT_EQ(child.environment.entries(), entries);
}

}  // namespace
}  // namespace hermes
