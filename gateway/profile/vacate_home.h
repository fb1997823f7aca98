#ifndef GATEWAY_PROFILE_VACATE_HOME_H_
#define GATEWAY_PROFILE_VACATE_HOME_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/lock/instance_lock.h"

namespace hermes::gateway {

// Ends the gateway that runs in the home `home_fd`, if any, as an operator's
// stop, and keeps every other from starting there for as long as the result
// lives. `home` is its path; `home_fd` must outlive the result.
// Errors: Aborted, nothing ended, if its holder is out of reach: in another
// container on this volume, or another user's.
absl::StatusOr<std::unique_ptr<InstanceLock>> VacateHome(
    int home_fd, const std::string& home);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_VACATE_HOME_H_
