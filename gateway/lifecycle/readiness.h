#ifndef GATEWAY_LIFECYCLE_READINESS_H_
#define GATEWAY_LIFECYCLE_READINESS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// The descriptor number in the value of HERMES_NOTIFY_FD. Nothing for what is
// no number, and for 0 to 2: those are never a notification pipe. Pure.
std::optional<int> ParseNotifyFd(const std::string& value);

// Takes the supervisor's notification descriptor over: removes
// HERMES_NOTIFY_FD from the environment and marks the descriptor
// close-on-exec. An invalid UniqueFd if there is none or it is not open.
UniqueFd TakeNotifyFd();

// Tells the supervisor that the gateway is ready: one newline, then end of
// file. Does nothing for an invalid `fd`. Errors: as write(2).
absl::Status TellReady(UniqueFd fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_READINESS_H_
