#ifndef HERMES_SHIM_SCRIPTS_RESTART_DECISION_H_
#define HERMES_SHIM_SCRIPTS_RESTART_DECISION_H_

#include <optional>
#include <string_view>

namespace hermes {

// Everything that the judgement over a life's end rests on.
struct FinishFacts {
  int exit_code = 0;  // 128+signal when a signal ended it
  int signal = 0;     // 0: it exited
  // std::nullopt if s6 could not be asked.
  std::optional<bool> wanted_up = true;
  bool restart_marked = false;  // an operator's restart is under way
  bool executed = true;         // false: `run` ended before the gateway began
  bool taken_over = false;      // another gateway said it takes this profile
  long long life_ms = 0;        // from the exec; 0 if not executed
  int consecutive_early_exits = 0;                 // before this death
  std::optional<int> max_consecutive_early_exits;  // without failing for good
  int restart_asks = 0;       // ends with 75 lately, this one included
  bool profile_gone = false;  // the profile's directory is not there any more
};

enum class FinishAction {
  kStayDown,     // s6-supervise knows that already
  kFailForGood,  // record it, make `down`, exit 125
  kRestart,      // after `delay_s`, which the next `run` spends
};

struct RestartDecision {
  std::string_view row;  // the name of the table's row; stable
  FinishAction action = FinishAction::kRestart;
  int delay_s = 0;
  int consecutive_early_exits = 0;  // from now on
};

// Names of rows that others ask for.
inline constexpr std::string_view kOperatorRestartRow = "operator-restart";
inline constexpr std::string_view kTakenOverRow = "taken-over";
inline constexpr std::string_view kWantedUnknownRow = "wanted-unknown";
inline constexpr std::string_view kTooManyYoungDeathsRow =
    "too-many-young-deaths";
// A life shorter than this counts as a young death.
inline constexpr long long kYoungLifeMs = 60000;
// After a takeover: the other gateway is about to take the profile's lock.
inline constexpr int kTakeoverDelaySeconds = 60;

// clang-format off
// Judges the end of a life. The first row that holds decides:
//   not-wanted-up     nobody wants it up          stays down; the count of young
//                                                 deaths begins afresh
//   profile-gone      the profile was deleted     failed for good
//   failed-for-good   78 (configuration), 126 or  failed for good
//                     127 (nothing to execute)
//   operator-restart  an operator's restart       restart at once, not counted
//   asked-restart     75 (restart me), not too    restart at once, not counted
//                     often lately
//   never-executed    `run` ended with 0: it was  restart at once, not counted
//                     told to end while it waited
//   taken-over        0 after a takeover marker   restart after 60 s, and not
//                                                 before the profile's lock is
//                                                 free; not counted
//   wanted-unknown    s6 could not be asked       restart after 1 s, not counted:
//                     whether it is wanted up     a host out of processes is
//                                                 not the gateway's failure
//   too-many-young-deaths  a young death beyond   failed for good
//                     the limit
//   asked-too-often   75 otherwise                as a young death, but never
//                                                 at once
//   young-death       any other end of a young    restart; from the second in a
//                     life                        row on after 1, 2, 4 .. 60 s
//   old-death         any other end               restart at once; the count
//                                                 begins afresh
// A life in which the gateway never began is a young one.
// clang-format on
RestartDecision Judge(const FinishFacts& facts);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_RESTART_DECISION_H_
