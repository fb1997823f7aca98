#ifndef HERMES_SHIM_SLOT_POLL_UNTIL_H_
#define HERMES_SHIM_SLOT_POLL_UNTIL_H_

#include "absl/functional/function_ref.h"

namespace hermes {

enum class OnStopSignal { kGiveUp, kGoOn };

// Calls `done` until it returns true, for at most `timeout_ms`. Sleeps between
// the calls: 1 ms at first, then longer, at most `max_step_ms`. Returns 0 if
// `done` returned true, ETIMEDOUT, or, with kGiveUp, EINTR if a stop signal is
// pending. The signal stays pending.
int PollUntil(absl::FunctionRef<bool()> done, long timeout_ms, long max_step_ms,
              OnStopSignal on_stop);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_POLL_UNTIL_H_
