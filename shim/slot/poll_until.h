#ifndef HERMES_SHIM_SLOT_POLL_UNTIL_H_
#define HERMES_SHIM_SLOT_POLL_UNTIL_H_

#include "absl/functional/function_ref.h"

namespace hermes {

enum class OnStopSignal { kGiveUp, kGoOn };

// Asks `done` again and again, from every millisecond at first to every
// `max_step_ms`, for `timeout_ms` at most. Returns 0, ETIMEDOUT, or EINTR for a
// pending stop signal, which stays pending.
int PollUntil(absl::FunctionRef<bool()> done, long timeout_ms, long max_step_ms,
              OnStopSignal on_stop);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_POLL_UNTIL_H_
