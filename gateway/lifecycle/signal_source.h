#ifndef GATEWAY_LIFECYCLE_SIGNAL_SOURCE_H_
#define GATEWAY_LIFECYCLE_SIGNAL_SOURCE_H_

#include <optional>

#include "absl/status/statusor.h"
#include "gateway/lifecycle/received_signal.h"
#include "gateway/lifecycle/verdict.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// The end that a signal asks for; nothing for one that asks for none (HUP,
// USR2). Pure.
std::optional<StopEvent> EventFor(int signo);

// Whether a signal asks for a dump of what is going on (USR2). Pure.
bool AsksForDump(int signo);

// Blocks every signal that the gateway takes note of, in this thread and those
// it starts, and ignores SIGPIPE. The very first thing in main: a signal that
// comes later waits in the kernel until it is read.
void BlockSignals();

// A non-blocking descriptor that is readable while a blocked signal is
// pending. Errors: as signalfd(2).
absl::StatusOr<UniqueFd> OpenSignalFd();

// Takes the next pending signal from `fd`; nothing if there is none.
std::optional<ReceivedSignal> ReadSignal(int fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_SIGNAL_SOURCE_H_
