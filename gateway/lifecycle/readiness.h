#ifndef GATEWAY_LIFECYCLE_READINESS_H_
#define GATEWAY_LIFECYCLE_READINESS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// Parses the descriptor number in the value of HERMES_NOTIFY_FD. Returns
// std::nullopt for invalid numbers, and for 0 to 2, which are never a
// notification pipe. Pure.
std::optional<int> ParseNotifyFd(const std::string& value);

// Takes over the supervisor's notification descriptor: removes HERMES_NOTIFY_FD
// from the environment and marks the descriptor close-on-exec. Returns an
// invalid UniqueFd if there is none or it is not open.
UniqueFd ConsumeNotifyFd();

// Notifies the supervisor that the gateway is ready: writes one newline, then
// closes `fd`. Does nothing for an invalid `fd`. Errors: as write(2).
absl::Status NotifyReady(UniqueFd fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_READINESS_H_
