#ifndef GATEWAY_SEEDING_HOME_SEEDING_H_
#define GATEWAY_SEEDING_HOME_SEEDING_H_

#include "absl/status/status.h"

namespace hermes::gateway {

// Adds what is missing in a home (see PlanSeeding) to the directory `home_fd`.
// Overwrites nothing and follows no symbolic link; two processes may do this at
// once. Prints and logs no key.
// Errors: as absl::ErrnoToStatus, naming the file.
absl::Status SeedHome(int home_fd, bool is_default_profile,
                      bool key_in_environment);

}  // namespace hermes::gateway

#endif  // GATEWAY_SEEDING_HOME_SEEDING_H_
