#include "gateway/dashboard/view/restart_log.h"

#include <gtest/gtest.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include <string>

#include "tests/gateway/temp_directory.h"

namespace hermes::gateway::dashboard {
namespace {

constexpr char kLog[] =
    "2026-11-24 10:00:00.123456789  hermes gateway 0.1.0\n"
    "2026-11-24 10:00:01.123456789  hermes-entry: gateway-a: was killed by "
    "signal 9 (it may have been out of memory) after 1 s; it is started again "
    "in 1 s\n"
    "2026-11-24 10:00:02.123456789  hermes-entry: gateway-b: ended with exit "
    "code 1 after 1 s; it is started again at once\n"
    "2026-11-24 10:00:03.123456789  hermes-entry: gateway-a: something else\n"
    "2026-11-24 10:00:04.123456789  hermes-entry: gateway-a: ended with exit "
    "code 78 after 0 s; it stays down: starting it again without a change is "
    "pointless\n"
    "hermes-entry: gateway-a: was killed by signal 9\n"
    "no time 10:00:04.1234567890  hermes-entry: gateway-a: ended with exit "
    "code 1\n";

class RestartsInTest : public testing::Test {
 protected:
  void SetUp() override {
    setenv("TZ", "UTC", 1);
    tzset();
  }
};

TEST_F(RestartsInTest, ReturnsExitsOfSlotLatestFirst) {
  const auto events = RestartsIn(kLog, "gateway-a", 9);
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].at, 1795514404);
  EXPECT_EQ(events[0].cause, "ended with exit code 78 after 0 s");
  EXPECT_EQ(events[0].outcome,
            "it stays down: starting it again without a change is pointless");
  EXPECT_EQ(events[1].at, 1795514401);
  EXPECT_EQ(events[1].cause,
            "was killed by signal 9 (it may have been out of memory) after 1 "
            "s");
  EXPECT_EQ(events[1].outcome, "it is started again in 1 s");
}

TEST_F(RestartsInTest, LimitsNumberOfExits) {
  EXPECT_EQ(RestartsIn(kLog, "gateway-a", 1).size(), 1u);
  EXPECT_TRUE(RestartsIn("", "gateway-a", 9).empty());
}

TEST_F(RestartsInTest, ReadsRotatedFileToo) {
  const TempDirectory at;
  at.Write("@400000000000000000000001.s", kLog);
  RestartLog log(at.path(), "gateway-a");
  EXPECT_EQ(log.Read().size(), 2u);
  at.Write("current",
           "2026-11-24 10:00:09.123456789  hermes-entry: gateway-a: ended with "
           "exit code 1 after 2 s; it is started again at once\n");
  ASSERT_EQ(log.Read().size(), 3u);
  EXPECT_EQ(log.Read()[0].cause, "ended with exit code 1 after 2 s");
}

}  // namespace
}  // namespace hermes::gateway::dashboard
