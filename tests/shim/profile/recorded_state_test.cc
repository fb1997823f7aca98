#include "shim/profile/recorded_state.h"

#include <sys/stat.h>
#include <unistd.h>

#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "tests/shim/profile/temporary_home.h"

namespace hermes {
namespace {

struct Case {
  std::string name;
  std::optional<std::string> text;
  Intent intent;
  std::string prior_state;
};

class ParseRecordedStateTest : public testing::TestWithParam<Case> {};

TEST_P(ParseRecordedStateTest, ParsesIntentAndPriorState) {
  const RecordedState state = ParseRecordedState(GetParam().text);
  EXPECT_EQ(state.intent, GetParam().intent);
  EXPECT_EQ(state.prior_state, GetParam().prior_state);
}

INSTANTIATE_TEST_SUITE_P(
    Table, ParseRecordedStateTest,
    testing::Values(
        Case{"Missing", std::nullopt, Intent::kNone, "missing"},
        Case{"Empty", "", Intent::kNone, "corrupt"},
        Case{"HalfWritten", R"({"gateway_state":"runn)", Intent::kNone,
             "corrupt"},
        Case{"NotAnObject", R"(["running"])", Intent::kNone, "corrupt"},
        Case{"InvalidUtf8", "{\"a\":\"\xff\",\"gateway_state\":\"running\"}",
             Intent::kNone, "corrupt"},
        Case{"NulBytes", std::string(512, '\0'), Intent::kNone, "corrupt"},
        Case{"NoState", "{}", Intent::kNone, "none"},
        Case{"Running", R"({"gateway_state":"running"})", Intent::kRunning,
             "running"},
        Case{"Draining", R"({"gateway_state":"draining"})", Intent::kRunning,
             "draining"},
        Case{"Degraded", R"({"gateway_state":"degraded"})", Intent::kRunning,
             "degraded"},
        Case{"Stopped", R"({"gateway_state":"stopped"})", Intent::kStopped,
             "stopped"},
        Case{"Starting", R"({"gateway_state":"starting"})", Intent::kNone,
             "starting"},
        Case{"StartupFailed", R"({"gateway_state":"startup_failed"})",
             Intent::kNone, "startup_failed"},
        Case{"DesiredStoppedBeatsRunning",
             R"({"gateway_state":"running","desired_state":"stopped"})",
             Intent::kStopped, "running"},
        Case{"DesiredRunningBeatsStopped",
             R"({"desired_state":"running","gateway_state":"stopped"})",
             Intent::kRunning, "stopped"},
        Case{"DesiredAlone", R"({"desired_state":"running","updated_at":1})",
             Intent::kRunning, "none"},
        Case{"DesiredNullIsIgnored",
             R"({"desired_state":null,"gateway_state":"running"})",
             Intent::kRunning, "running"},
        Case{"DesiredDrainingIsIgnored",
             R"({"desired_state":"draining","gateway_state":"stopped"})",
             Intent::kStopped, "stopped"},
        Case{"UpperCaseIsIgnored", R"({"desired_state":"RUNNING"})",
             Intent::kNone, "none"},
        Case{"StateThatIsNotAWordBecomesUnknown",
             R"({"gateway_state":"running\naction=started"})", Intent::kNone,
             "unknown"}),
    [](const testing::TestParamInfo<Case>& row) { return row.param.name; });

TEST(ReadRecordedStateTest, ReadsStateFileOfHome) {
  const TemporaryHome home;
  EXPECT_EQ(ReadRecordedState(home.path()).prior_state, "missing");
  home.Write("gateway_state.json", R"({"desired_state":"running"})");
  EXPECT_EQ(ReadRecordedState(home.path()).intent, Intent::kRunning);
}

TEST(ReadRecordedStateTest, ReportsMissingHomeAsMissing) {
  EXPECT_EQ(ReadRecordedState("/nowhere/at/all").prior_state, "missing");
}

TEST(ReadRecordedStateTest, ReportsHugeFileAsCorrupt) {
  const TemporaryHome home;
  home.Write("gateway_state.json", R"({"desired_state":"running","x":")" +
                                       std::string(kLargestState, 'x') + "\"}");
  EXPECT_EQ(ReadRecordedState(home.path()).prior_state, "corrupt");
  EXPECT_EQ(ReadRecordedState(home.path()).intent, Intent::kNone);
}

TEST(ReadRecordedStateTest, ReportsFifoAndDirectoryAsCorrupt) {
  const TemporaryHome home;
  ASSERT_EQ(mkfifo(home.Path("gateway_state.json").c_str(), 0644), 0);
  EXPECT_EQ(ReadRecordedState(home.path()).prior_state, "corrupt");
  ASSERT_EQ(unlink(home.Path("gateway_state.json").c_str()), 0);
  ASSERT_EQ(mkdir(home.Path("gateway_state.json").c_str(), 0755), 0);
  EXPECT_EQ(ReadRecordedState(home.path()).prior_state, "corrupt");
}

TEST(ReadRecordedStateTest, FollowsLinkAndReportsLoopAsUnreadable) {
  const TemporaryHome home;
  home.Write("elsewhere", R"({"gateway_state":"running"})");
  ASSERT_EQ(symlink("elsewhere", home.Path("gateway_state.json").c_str()), 0);
  EXPECT_EQ(ReadRecordedState(home.path()).intent, Intent::kRunning);
  ASSERT_EQ(unlink(home.Path("elsewhere").c_str()), 0);
  ASSERT_EQ(symlink("gateway_state.json", home.Path("elsewhere").c_str()), 0);
  EXPECT_EQ(ReadRecordedState(home.path()).prior_state, "unreadable");
}

}  // namespace
}  // namespace hermes
