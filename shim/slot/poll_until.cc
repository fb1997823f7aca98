#include "shim/slot/poll_until.h"

#include <time.h>

#include <algorithm>
#include <cerrno>

#include "absl/functional/function_ref.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/signals.h"

namespace hermes {

int PollUntil(absl::FunctionRef<bool()> done, long timeout_ms, long max_step_ms,
              OnStopSignal on_stop) {
  const long deadline = MonotonicMs() + timeout_ms;
  long step = 1;
  while (!done()) {
    if (on_stop == OnStopSignal::kGiveUp && StopSignalPending()) return EINTR;
    if (MonotonicMs() >= deadline) return ETIMEDOUT;
    const timespec pause = {step / 1000, (step % 1000) * 1000000};
    nanosleep(&pause, nullptr);
    step = std::min(step + 1, max_step_ms);
  }
  return 0;
}

}  // namespace hermes
