#include "gateway/lock/within_gateway.h"

#include <gtest/gtest.h>

#include <map>
#include <optional>

namespace hermes::gateway {
namespace {

// Maps a pid to its parent and session.
std::optional<ProcessStat> Find(pid_t pid) {
  static const std::map<pid_t, std::pair<pid_t, pid_t>> processes = {
      {1, {0, 1}},    {10, {1, 10}},  {11, {10, 10}},
      {12, {11, 12}}, {13, {1, 10}},  {20, {0, 20}},
      {21, {20, 20}}, {30, {31, 30}}, {31, {30, 30}}};
  const auto found = processes.find(pid);
  if (found == processes.end()) return std::nullopt;
  ProcessStat stat;
  stat.pid = pid;
  stat.parent = found->second.first;
  stat.session = found->second.second;
  return stat;
}

struct Case {
  const char* name;
  pid_t self;
  bool within;
};

class IsWithinTest : public testing::TestWithParam<Case> {};

TEST_P(IsWithinTest, DecidesForGateway10) {
  EXPECT_EQ(IsWithin(10, GetParam().self, Find), GetParam().within);
}

INSTANTIATE_TEST_SUITE_P(
    Table, IsWithinTest,
    testing::Values(Case{"Itself", 10, true}, Case{"Child", 11, true},
                    Case{"GrandchildInASessionOfItsOwn", 12, true},
                    Case{"LeftBehindInItsSession", 13, true},
                    Case{"DockerExec", 21, false}, Case{"Init", 1, false},
                    Case{"Gone", 99, false},
                    Case{"PidsReusedUnderTheWalk", 30, false}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway
