#include "shim/scripts/restart_decision.h"

#include <signal.h>

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace hermes {
namespace {

FinishFacts Exited(int code) {
  FinishFacts facts;
  facts.exit_code = code;
  facts.life_ms = 5000;
  return facts;
}

FinishFacts Killed(int signal) {
  FinishFacts facts = Exited(128 + signal);
  facts.signal = signal;
  return facts;
}

FinishFacts With(FinishFacts facts, void (*change)(FinishFacts&)) {
  change(facts);
  return facts;
}

struct Case {
  const char* name;
  FinishFacts facts;
  const char* row;
  FinishAction action;
  int delay_s;
  int consecutive_early_exits;
};

class DecideRestartTest : public testing::TestWithParam<Case> {};

TEST_P(DecideRestartTest, AppliesFirstMatchingRow) {
  const RestartDecision decision = DecideRestart(GetParam().facts);
  EXPECT_EQ(decision.row, GetParam().row);
  EXPECT_EQ(decision.action, GetParam().action);
  EXPECT_EQ(decision.delay_s, GetParam().delay_s);
  EXPECT_EQ(decision.consecutive_early_exits,
            GetParam().consecutive_early_exits);
}

constexpr FinishAction kDown = FinishAction::kStayDown;
constexpr FinishAction kFail = FinishAction::kFailForGood;
constexpr FinishAction kAgain = FinishAction::kRestart;

void NotWanted(FinishFacts& f) { f.wanted_up = false; }
void WantedUnknown(FinishFacts& f) { f.wanted_up = std::nullopt; }
void Marked(FinishFacts& f) { f.restart_marked = true; }
void TakenOver(FinishFacts& f) { f.taken_over = true; }
void NotExecuted(FinishFacts& f) {
  f.executed = false;
  f.life_ms = 0;
}
void Fourth(FinishFacts& f) { f.consecutive_early_exits = 3; }
void JustEarly(FinishFacts& f) { f.life_ms = kEarlyExitMs - 1; }
void Late(FinishFacts& f) {
  f.life_ms = kEarlyExitMs;
  f.consecutive_early_exits = 5;
}
void ProfileGone(FinishFacts& f) { f.profile_gone = true; }
void FifthAsk(FinishFacts& f) { f.restart_asks = 5; }
void SixthAsk(FinishFacts& f) { f.restart_asks = 6; }
void SixthAskAgain(FinishFacts& f) {
  SixthAsk(f);
  Fourth(f);
}
void SixthAskBeyondTheLimit(FinishFacts& f) {
  SixthAsk(f);
  f.max_consecutive_early_exits = 0;
}
void LastOfTheLimit(FinishFacts& f) {
  f.consecutive_early_exits = 3;
  f.max_consecutive_early_exits = 4;
}
void BeyondTheLimit(FinishFacts& f) {
  f.consecutive_early_exits = 4;
  f.max_consecutive_early_exits = 4;
}
void LateBeyondTheLimit(FinishFacts& f) {
  BeyondTheLimit(f);
  f.life_ms = kEarlyExitMs;
}
void GoneAndMarked(FinishFacts& f) {
  ProfileGone(f);
  Marked(f);
}
void GoneAndNotWanted(FinishFacts& f) {
  ProfileGone(f);
  NotWanted(f);
}
void NotWantedAfterEarlyExits(FinishFacts& f) {
  NotWanted(f);
  Fourth(f);
}
void WantedUnknownBeyondTheLimit(FinishFacts& f) {
  WantedUnknown(f);
  BeyondTheLimit(f);
}
void MarkedAfterEarlyExits(FinishFacts& f) {
  Marked(f);
  Fourth(f);
}

INSTANTIATE_TEST_SUITE_P(
    Table, DecideRestartTest,
    testing::Values(
        Case{"NotWantedUp", With(Exited(1), NotWanted), "not-wanted-up", kDown,
             0, 0},
        Case{"NotWantedUpResetsCount",
             With(Killed(SIGTERM), NotWantedAfterEarlyExits), "not-wanted-up",
             kDown, 0, 0},
        Case{"NotWantedUpComesBeforeConfiguration", With(Exited(78), NotWanted),
             "not-wanted-up", kDown, 0, 0},
        Case{"WantedUnknown", With(Exited(1), WantedUnknown), "wanted-unknown",
             kAgain, 1, 0},
        Case{"WantedUnknownCountsNothing",
             With(Killed(SIGKILL), WantedUnknownBeyondTheLimit),
             "wanted-unknown", kAgain, 1, 4},
        Case{"ConfigurationComesBeforeWantedUnknown",
             With(Exited(78), WantedUnknown), "failed-for-good", kFail, 0, 0},
        Case{"Configuration", Exited(78), "failed-for-good", kFail, 0, 0},
        Case{"NotExecutable", Exited(126), "failed-for-good", kFail, 0, 0},
        Case{"NotFound", Exited(127), "failed-for-good", kFail, 0, 0},
        Case{"FailureComesBeforeOperatorsRestart", With(Exited(78), Marked),
             "failed-for-good", kFail, 0, 0},
        Case{"NotFoundBeforeTheExec", With(Exited(127), NotExecuted),
             "failed-for-good", kFail, 0, 0},
        Case{"OperatorsRestart", With(Exited(1), MarkedAfterEarlyExits),
             "operator-restart", kAgain, 0, 3},
        Case{"AskedRestart", With(Exited(75), Fourth), "asked-restart", kAgain,
             0, 3},
        Case{"ProfileGone", With(Exited(1), ProfileGone), "profile-gone", kFail,
             0, 0},
        Case{"ProfileGoneComesBeforeOperatorsRestart",
             With(Exited(1), GoneAndMarked), "profile-gone", kFail, 0, 0},
        Case{"ProfileGoneAndNotWantedUp", With(Exited(1), GoneAndNotWanted),
             "not-wanted-up", kDown, 0, 0},
        Case{"AskedRestartFiveTimes", With(Exited(75), FifthAsk),
             "asked-restart", kAgain, 0, 0},
        Case{"AskedTooOften", With(Exited(75), SixthAsk), "asked-too-often",
             kAgain, 1, 1},
        Case{"AskedTooOftenAgain", With(Exited(75), SixthAskAgain),
             "asked-too-often", kAgain, 4, 4},
        Case{"AskedTooOftenBeyondTheLimit",
             With(Exited(75), SixthAskBeyondTheLimit), "too-many-early-exits",
             kFail, 0, 0},
        Case{"LastOfTheLimit", With(Exited(1), LastOfTheLimit), "early-exit",
             kAgain, 4, 4},
        Case{"BeyondTheLimit", With(Exited(1), BeyondTheLimit),
             "too-many-early-exits", kFail, 0, 0},
        Case{"LateExitHasNoLimit", With(Exited(1), LateBeyondTheLimit),
             "late-exit", kAgain, 0, 0},
        Case{"RunFailed", With(Exited(77), NotExecuted), "early-exit", kAgain,
             0, 1},
        Case{"RunWasKilled", With(Killed(SIGKILL), NotExecuted), "early-exit",
             kAgain, 0, 1},
        Case{"NeverExecuted", With(Exited(0), NotExecuted), "never-executed",
             kAgain, 0, 0},
        Case{"TakenOver", With(Exited(0), TakenOver), "taken-over", kAgain, 60,
             0},
        Case{"ErrorAfterTakeoverMarker", With(Exited(1), TakenOver),
             "early-exit", kAgain, 0, 1},
        Case{"KilledAfterTakeoverMarker", With(Killed(SIGKILL), TakenOver),
             "early-exit", kAgain, 0, 1},
        Case{"ExitWithZeroWhileWantedUp", Exited(0), "early-exit", kAgain, 0,
             1},
        Case{"Crash", Exited(1), "early-exit", kAgain, 0, 1},
        Case{"CrashAgain", With(Exited(1), Fourth), "early-exit", kAgain, 4, 4},
        Case{"Killed", Killed(SIGKILL), "early-exit", kAgain, 0, 1},
        Case{"JustEarly", With(Exited(1), JustEarly), "early-exit", kAgain, 0,
             1},
        Case{"Late", With(Exited(1), Late), "late-exit", kAgain, 0, 0}),
    [](const testing::TestParamInfo<Case>& i) { return i.param.name; });

}  // namespace
}  // namespace hermes
