#include "shim/scripts/restart_decision.h"

#include <algorithm>

#include "shim/base/exit_codes.h"
#include "shim/scripts/backoff.h"
#include "shim/scripts/restart_asks.h"

namespace hermes {
namespace {

bool IsPermanentFailure(const FinishFacts& facts) {
  return facts.signal == 0 && (facts.exit_code == kExitConfiguration ||
                               facts.exit_code == kExitNotExecutable ||
                               facts.exit_code == kExitNotFound);
}

bool AsksForRestart(const FinishFacts& facts) {
  return facts.signal == 0 && facts.exit_code == kExitRestartMe;
}

bool CountsAsEarlyExit(const FinishFacts& facts) {
  return AsksForRestart(facts) || facts.life_ms < kEarlyExitMs;
}

bool IsBeyondTheLimit(const FinishFacts& facts) {
  return facts.max_consecutive_early_exits.has_value() &&
         facts.consecutive_early_exits >= *facts.max_consecutive_early_exits;
}

// The effect on the count of consecutive early exits.
enum class Count { kKeep, kReset, kOneMore };

struct Row {
  const char* name;
  bool (*holds)(const FinishFacts&);
  FinishAction action;
  Count count;
  int delay_s;  // at least; the count may require more
};

constexpr Row kRows[] = {
    {"not-wanted-up", [](const FinishFacts& f) { return f.wanted_up == false; },
     FinishAction::kStayDown, Count::kReset, 0},
    {"profile-gone", [](const FinishFacts& f) { return f.profile_gone; },
     FinishAction::kFailForGood, Count::kReset, 0},
    {"failed-for-good", IsPermanentFailure, FinishAction::kFailForGood,
     Count::kReset, 0},
    {"operator-restart", [](const FinishFacts& f) { return f.restart_marked; },
     FinishAction::kRestart, Count::kKeep, 0},
    {"asked-restart",
     [](const FinishFacts& f) {
       return AsksForRestart(f) && f.restart_asks <= kMostRestartAsks;
     },
     FinishAction::kRestart, Count::kKeep, 0},
    {"never-executed",
     [](const FinishFacts& f) {
       return !f.executed && f.exit_code == kExitPlannedEnd;
     },
     FinishAction::kRestart, Count::kKeep, 0},
    {"taken-over",
     [](const FinishFacts& f) {
       return f.taken_over && f.signal == 0 && f.exit_code == kExitPlannedEnd;
     },
     FinishAction::kRestart, Count::kKeep, kTakeoverDelaySeconds},
    {"wanted-unknown",
     [](const FinishFacts& f) { return !f.wanted_up.has_value(); },
     FinishAction::kRestart, Count::kKeep, 1},
    {"too-many-early-exits",
     [](const FinishFacts& f) {
       return CountsAsEarlyExit(f) && IsBeyondTheLimit(f);
     },
     FinishAction::kFailForGood, Count::kReset, 0},
    {"asked-too-often", AsksForRestart, FinishAction::kRestart, Count::kOneMore,
     1},
    {"early-exit", CountsAsEarlyExit, FinishAction::kRestart, Count::kOneMore,
     0},
    {"late-exit", [](const FinishFacts&) { return true; },
     FinishAction::kRestart, Count::kReset, 0},
};

RestartDecision Apply(const Row& row, int early_exits) {
  switch (row.count) {
    case Count::kKeep:
      return {row.name, row.action, row.delay_s, early_exits};
    case Count::kReset:
      return {row.name, row.action, row.delay_s, 0};
    case Count::kOneMore:
      return {row.name, row.action,
              std::max(row.delay_s, BackoffSeconds(early_exits + 1)),
              early_exits + 1};
  }
  return {row.name, row.action, row.delay_s, early_exits};
}

}  // namespace

RestartDecision DecideRestart(const FinishFacts& facts) {
  for (const Row& row : kRows) {
    if (row.holds(facts)) return Apply(row, facts.consecutive_early_exits);
  }
  return {};  // not reached: the last row always matches
}

}  // namespace hermes
