#ifndef HERMES_SHIM_SCRIPTS_RESTART_DECISION_H_
#define HERMES_SHIM_SCRIPTS_RESTART_DECISION_H_

#include <optional>
#include <string_view>

namespace hermes {

// Everything on which the decision after the end of a life depends.
struct FinishFacts {
  int exit_code = 0;  // 128+signal if a signal ended it
  int signal = 0;     // 0 if it exited
  // std::nullopt if s6 could not be asked.
  std::optional<bool> wanted_up = true;
  bool restart_marked = false;  // an operator's restart is under way
  bool executed = true;         // false: `run` ended before the gateway began
  bool taken_over = false;      // another gateway announced a takeover
  long long life_ms = 0;        // from the exec; 0 if not executed
  int consecutive_early_exits = 0;                 // before this end
  std::optional<int> max_consecutive_early_exits;  // std::nullopt: no limit
  int restart_asks = 0;       // recent exits with 75, this one included
  bool profile_gone = false;  // the profile's directory no longer exists
};

enum class FinishAction {
  kStayDown,     // nothing to do: s6-supervise keeps it down
  kFailForGood,  // record it, create `down`, exit with 125
  kRestart,      // the next `run` waits `delay_s` first
};

struct RestartDecision {
  std::string_view row;  // the name of the table's row; stable
  FinishAction action = FinishAction::kRestart;
  int delay_s = 0;
  int consecutive_early_exits = 0;  // from now on
};

// Names of rows that callers compare with.
inline constexpr std::string_view kOperatorRestartRow = "operator-restart";
inline constexpr std::string_view kTakenOverRow = "taken-over";
inline constexpr std::string_view kWantedUnknownRow = "wanted-unknown";
inline constexpr std::string_view kTooManyEarlyExitsRow =
    "too-many-early-exits";
// A life shorter than this ends with an early exit.
inline constexpr long long kEarlyExitMs = 60000;
// The delay after a takeover, in which the other gateway takes the profile's
// lock.
inline constexpr int kTakeoverDelaySeconds = 60;

// Decides what happens after the end of a life. The first matching row applies:
//   not-wanted-up     The slot is not wanted up. It stays down; the count of
//                     consecutive early exits is reset.
//   profile-gone      The profile was deleted. Fails for good.
//   failed-for-good   78 (configuration), 126 or 127 (no program to execute).
//                     Fails for good.
//   operator-restart  An operator restarted it. Starts at once, not counted.
//   asked-restart     75 (start me again), within the limit on these. Starts at
//                     once, not counted.
//   never-executed    `run` exited with 0, because it was stopped while it
//                     waited. Starts at once, not counted.
//   taken-over        0 after a takeover marker. Starts after 60 s, when the
//                     profile's lock is free; not counted.
//   wanted-unknown    s6 did not report whether it is wanted up. Starts after
//                     1 s, not counted: that a host cannot create processes is
//                     not the gateway's failure.
//   too-many-early-exits  An early exit beyond the limit. Fails for good.
//   asked-too-often   Any other 75. As early-exit, but after at least 1 s.
//   early-exit        Any other early exit. Starts again; from the second
//                     consecutive one on after 1, 2, 4 .. 60 s.
//   late-exit         Any other end. Starts at once; the count is reset.
// A life in which the gateway was not executed counts as a short one.
RestartDecision DecideRestart(const FinishFacts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_RESTART_DECISION_H_
