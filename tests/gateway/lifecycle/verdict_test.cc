#include "gateway/lifecycle/verdict.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

struct Case {
  const char* name;
  StopEvent event;
  Marker marker;
  int exit_code;
  GatewayState state;
  bool restart;
};

class VerdictTest : public testing::TestWithParam<Case> {};

TEST_P(VerdictTest, DecidesVerdict) {
  const Verdict verdict = VerdictFor(GetParam().event, GetParam().marker);
  EXPECT_EQ(verdict.exit_code, GetParam().exit_code);
  EXPECT_EQ(verdict.final_state, GetParam().state);
  EXPECT_EQ(verdict.restart_requested, GetParam().restart);
  EXPECT_STRNE(verdict.reason, "");
}

INSTANTIATE_TEST_SUITE_P(
    Table, VerdictTest,
    testing::Values(Case{"Int", StopEvent::kInterrupt, Marker::kNone, 0,
                         GatewayState::kStopped, false},
                    Case{"Term", StopEvent::kTerminate, Marker::kNone, 1,
                         GatewayState::kRunning, false},
                    Case{"TermPlanned", StopEvent::kTerminate,
                         Marker::kPlannedStop, 0, GatewayState::kStopped,
                         false},
                    Case{"TermTakeover", StopEvent::kTerminate,
                         Marker::kTakeover, 0, GatewayState::kStopped, false},
                    Case{"Usr1", StopEvent::kRestart, Marker::kNone, 75,
                         GatewayState::kRunning, true},
                    Case{"MarkerAlone", StopEvent::kMarkerFound,
                         Marker::kPlannedStop, 0, GatewayState::kStopped,
                         false},
                    Case{"TakeoverFoundLate", StopEvent::kMarkerFound,
                         Marker::kTakeover, 0, GatewayState::kStopped, false}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

StopProgress After(std::initializer_list<std::pair<StopEvent, Marker>> events) {
  std::optional<StopProgress> progress;
  for (const auto& [event, marker] : events) {
    progress = Advance(progress, event, marker);
  }
  return *progress;
}

TEST(AdvanceTest, FirstSignalStartsDrain) {
  EXPECT_FALSE(After({{StopEvent::kTerminate, Marker::kNone}}).at_once);
}

TEST(AdvanceTest, SecondSignalEndsAtOnceWithTheFirstVerdict) {
  const StopProgress progress = After({{StopEvent::kTerminate, Marker::kNone},
                                       {StopEvent::kTerminate, Marker::kNone}});
  EXPECT_TRUE(progress.at_once);
  EXPECT_EQ(progress.verdict.exit_code, 1);
}

TEST(AdvanceTest, UnmarkedSecondTermDoesNotUndoAPlannedStop) {
  EXPECT_EQ(After({{StopEvent::kTerminate, Marker::kPlannedStop},
                   {StopEvent::kTerminate, Marker::kNone}})
                .verdict.exit_code,
            0);
}

TEST(AdvanceTest, PlannedStopOverridesAnUnplannedOne) {
  EXPECT_EQ(After({{StopEvent::kTerminate, Marker::kNone},
                   {StopEvent::kInterrupt, Marker::kNone}})
                .verdict.exit_code,
            0);
}

// A process that stops a gateway writes the marker and then signals: that
// signal must not cut the drain short.
TEST(AdvanceTest, SignalAfterItsMarkerIsNotTheSecond) {
  const StopProgress progress =
      After({{StopEvent::kMarkerFound, Marker::kPlannedStop},
             {StopEvent::kTerminate, Marker::kNone}});
  EXPECT_FALSE(progress.at_once);
  EXPECT_EQ(progress.verdict.exit_code, 0);
  EXPECT_TRUE(Advance(progress, StopEvent::kTerminate, Marker::kNone).at_once);
}

TEST(AdvanceTest, TermDuringARestartStopsButStillDrains) {
  const StopProgress progress = After({{StopEvent::kRestart, Marker::kNone},
                                       {StopEvent::kTerminate, Marker::kNone}});
  EXPECT_EQ(progress.verdict.exit_code, 1);
  EXPECT_FALSE(progress.verdict.restart_requested);
  EXPECT_FALSE(progress.at_once);
}

TEST(AdvanceTest, RestartDuringAStopChangesNothing) {
  const StopProgress progress = After({{StopEvent::kInterrupt, Marker::kNone},
                                       {StopEvent::kRestart, Marker::kNone}});
  EXPECT_EQ(progress.verdict.exit_code, 0);
  EXPECT_FALSE(progress.at_once);
}

}  // namespace
}  // namespace hermes::gateway
