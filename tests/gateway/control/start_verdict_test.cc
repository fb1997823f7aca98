#include "gateway/control/start_verdict.h"

#include <gtest/gtest.h>

#include <optional>

namespace hermes::gateway {
namespace {

SlotView View(SlotState state, pid_t pid = -1, int young = 0) {
  SlotView view;
  view.slot = "gateway-default";
  view.state = state;
  view.status.pid = pid;
  view.status.consecutive_early_exits = young;
  return view;
}

const SlotView kWasDown = View(SlotState::kDown);
const SlotView kWasRunning = View(SlotState::kRunning, 10);

StartFacts Facts(SlotView before, SlotView now, bool time_is_over,
                 bool restart = false) {
  StartFacts facts;
  facts.before = before;
  facts.now = now;
  facts.running_ms = now.state == SlotState::kRunning ? kSettledMs : 0;
  facts.elapsed_ms = time_is_over ? 4500 : 500;
  facts.time_is_over = time_is_over;
  facts.restart = restart;
  return facts;
}

StartFacts Unsettled(StartFacts facts) {
  facts.running_ms = kSettledMs - 1;
  return facts;
}

// Returns facts about a failure that is `now_s` old, if the failure before the
// start was `before_s` old.
StartFacts FailedFor(long long before_s, long long now_s, long elapsed_ms) {
  StartFacts facts =
      Facts(View(SlotState::kFailed), View(SlotState::kFailed), false);
  facts.before.status.seconds_since_change = before_s;
  facts.now.status.seconds_since_change = now_s;
  facts.elapsed_ms = elapsed_ms;
  return facts;
}

constexpr bool kEarly = false;
constexpr bool kOver = true;
constexpr bool kRestart = true;
constexpr std::optional<Outcome> kGoOn;

struct Case {
  const char* name;
  StartFacts facts;
  std::optional<Outcome> outcome;
};

class JudgeStartTest : public testing::TestWithParam<Case> {};

TEST_P(JudgeStartTest, DecidesOutcome) {
  EXPECT_EQ(JudgeStart(GetParam().facts), GetParam().outcome);
}

INSTANTIATE_TEST_SUITE_P(
    Start, JudgeStartTest,
    testing::Values(
        Case{"Runs", Facts(kWasDown, View(SlotState::kRunning, 11), kEarly),
             Outcome::kStarted},
        Case{"RunsForAMomentOnly",
             Unsettled(Facts(kWasDown, View(SlotState::kRunning, 11), kEarly)),
             kGoOn},
        Case{"RunsAtLast",
             Unsettled(Facts(kWasDown, View(SlotState::kRunning, 11), kOver)),
             Outcome::kStarted},
        Case{"RanBefore", Facts(kWasRunning, kWasRunning, kEarly),
             Outcome::kAlreadyRunning},
        Case{"OldLifeDrains",
             Facts(View(SlotState::kDraining, 10),
                   View(SlotState::kRunning, 10), kEarly),
             kGoOn},
        Case{"OldLifeDrainsForLong",
             Facts(View(SlotState::kDraining, 10),
                   View(SlotState::kRunning, 10), kOver),
             Outcome::kRestartUnderWay},
        Case{"NotSeenYet", Facts(kWasDown, kWasDown, kEarly), kGoOn},
        Case{"Starts", Facts(kWasDown, View(SlotState::kStarting, 11), kEarly),
             kGoOn},
        Case{"StartsForLong",
             Facts(kWasDown, View(SlotState::kStarting, 11), kOver),
             Outcome::kStillStarting},
        Case{"DiedAndStarts",
             Facts(kWasDown, View(SlotState::kStarting, 12, 1), kOver),
             Outcome::kEndedAgain},
        Case{"DiedAndIsDown",
             Facts(kWasDown, View(SlotState::kRestarting, -1, 1), kOver),
             Outcome::kEndedAgain},
        Case{"BacksOff",
             Facts(kWasDown, View(SlotState::kBackingOff, 12, 2), kEarly),
             Outcome::kBackingOff},
        Case{"BackedOffBefore",
             Facts(View(SlotState::kBackingOff, 10, 5),
                   View(SlotState::kBackingOff, 10, 0), kEarly),
             kGoOn},
        Case{"BacksOffForLong",
             Facts(kWasDown, View(SlotState::kBackingOff, 12), kOver),
             Outcome::kBackingOff},
        Case{"Held", Facts(kWasDown, View(SlotState::kHeld, 12), kOver),
             Outcome::kHeld},
        Case{"Failed", Facts(kWasDown, View(SlotState::kFailed), kEarly),
             Outcome::kFailedForGood},
        Case{"FailureIsTheOldOne", FailedFor(60, 60, 500), kGoOn},
        Case{"FailureIsNew", FailedFor(60, 0, 500), Outcome::kFailedForGood},
        Case{"FailureStays", FailedFor(0, 2, kStaleMs),
             Outcome::kFailedForGood},
        Case{"StoppedMeanwhile", Facts(kWasDown, kWasDown, kOver),
             Outcome::kStoppedMeanwhile},
        Case{"DrainsMeanwhile",
             Facts(kWasDown, View(SlotState::kDraining, 12), kOver),
             Outcome::kStoppedMeanwhile}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Restart, JudgeStartTest,
    testing::Values(
        Case{"OldLifeRuns", Facts(kWasRunning, kWasRunning, kEarly, kRestart),
             kGoOn},
        Case{
            "NewLifeRuns",
            Facts(kWasRunning, View(SlotState::kRunning, 11), kEarly, kRestart),
            Outcome::kRestarted},
        Case{"WasDownAndRuns",
             Facts(kWasDown, View(SlotState::kRunning, 11), kEarly, kRestart),
             Outcome::kStarted},
        Case{"Drains",
             Facts(kWasRunning, View(SlotState::kRestarting, 10), kEarly,
                   kRestart),
             kGoOn},
        Case{"DrainsForLong",
             Facts(kWasRunning, View(SlotState::kRestarting, 10), kOver,
                   kRestart),
             Outcome::kRestartUnderWay},
        Case{"EarlierDeathsDoNotCount",
             Facts(View(SlotState::kRunning, 10, 3),
                   View(SlotState::kStarting, 11, 3), kOver, kRestart),
             Outcome::kStillStarting},
        Case{"NewDeath",
             Facts(View(SlotState::kRunning, 10, 3),
                   View(SlotState::kBackingOff, 12, 4), kEarly, kRestart),
             Outcome::kBackingOff}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes::gateway
