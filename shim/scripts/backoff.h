#ifndef HERMES_SHIM_SCRIPTS_BACKOFF_H_
#define HERMES_SHIM_SCRIPTS_BACKOFF_H_

namespace hermes {

enum class BackoffResult {
  kElapsed,   // all of it was spent
  kCutShort,  // an operator's start: the slot's record of deaths is gone
  kStopped,   // TERM, INT or QUIT came, and was consumed
};

// The delay in seconds before the start that follows the `young`-th death in a
// row soon after a start: none for the first, which is an accident and no row
// yet, then 1, 2, 4 ... 60. Pure.
int BackoffSeconds(int young);

// Spends `seconds`. `data_fd` is the slot's data/, in which the record of
// deaths must be. Signals are blocked on entry and stay so; other signals than
// those that stop are dropped: they were meant for the gateway, and there is
// none.
BackoffResult SpendBackoff(int data_fd, int seconds);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_BACKOFF_H_
