#ifndef HERMES_SHIM_SCRIPTS_BACKOFF_H_
#define HERMES_SHIM_SCRIPTS_BACKOFF_H_

namespace hermes {

enum class BackoffResult {
  kElapsed,   // the whole delay has passed
  kCutShort,  // an operator's start removed the slot's DeathRecord
  kStopped,   // TERM, INT or QUIT arrived and was consumed
};

// Returns the delay, in seconds, before the start that follows the last of
// `early_exits` consecutive early exits: 0 for the first one, which may be an
// accident, then 1, 2, 4 ... 60. Pure.
int BackoffSeconds(int early_exits);

// Waits for `seconds`. `data_fd` is the slot's data/, which must contain the
// DeathRecord. Signals must be blocked and stay blocked. Drops signals other
// than TERM, INT and QUIT: they were meant for the gateway, which is not
// running.
BackoffResult SpendBackoff(int data_fd, int seconds);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_BACKOFF_H_
