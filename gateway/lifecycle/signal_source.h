#ifndef GATEWAY_LIFECYCLE_SIGNAL_SOURCE_H_
#define GATEWAY_LIFECYCLE_SIGNAL_SOURCE_H_

#include <optional>

#include "absl/status/statusor.h"
#include "gateway/lifecycle/received_signal.h"
#include "gateway/lifecycle/verdict.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// Returns the kind of end that a signal requests; std::nullopt if it requests
// none (HUP, USR2). Pure.
std::optional<StopEvent> EventFor(int signo);

// Returns whether a signal requests a dump of the current activity (USR2).
// Pure.
bool AsksForDump(int signo);

// Blocks every signal that the gateway handles, in this thread and those it
// starts, and ignores SIGPIPE. Must be the first call in main: a signal that
// arrives later is queued in the kernel until it is read.
void BlockSignals();

// Returns a non-blocking descriptor that is readable while a blocked signal is
// pending. Errors: as signalfd(2).
absl::StatusOr<UniqueFd> OpenSignalFd();

// Reads the next pending signal from `fd`; std::nullopt if there is none.
std::optional<ReceivedSignal> ReadSignal(int fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_SIGNAL_SOURCE_H_
