#ifndef GATEWAY_PROFILE_VACATE_HOME_H_
#define GATEWAY_PROFILE_VACATE_HOME_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/lock/instance_lock.h"

namespace hermes::gateway {

// Ends the gateway that runs in the home `home_fd`, if any, as an operator's
// stop does, and prevents any other from starting there during the lifetime of
// the result. `home` is its path; `home_fd` must outlive the result.
// Errors: Aborted, without ending anything, if its holder cannot be reached: it
// runs in another container on this volume, or as another user.
absl::StatusOr<std::unique_ptr<InstanceLock>> VacateHome(
    int home_fd, const std::string& home);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_VACATE_HOME_H_
