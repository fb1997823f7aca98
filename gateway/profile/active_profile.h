#ifndef GATEWAY_PROFILE_ACTIVE_PROFILE_H_
#define GATEWAY_PROFILE_ACTIVE_PROFILE_H_

#include <string>

#include "absl/status/status.h"

namespace hermes::gateway {

// <root>/active_profile: the profile that is meant where none is named. No
// file means default. `root_fd` is the open data root.

// The name in it, valid or not, without white space around; "" if there is no
// file, or none that can be read.
std::string ReadActiveProfile(int root_fd);

// Errors: as ReplaceFile().
absl::Status WriteActiveProfile(int root_fd, const std::string& name);

// None there is fine.
void ClearActiveProfile(int root_fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_ACTIVE_PROFILE_H_
