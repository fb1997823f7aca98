#ifndef GATEWAY_PROFILE_ACTIVE_PROFILE_H_
#define GATEWAY_PROFILE_ACTIVE_PROFILE_H_

#include <string>

#include "absl/status/status.h"

namespace hermes::gateway {

// <root>/active_profile: the profile to use if none is named. If the file is
// missing, that is default. `root_fd` is the open data root.

// Returns the name in the file, valid or not, without surrounding white space;
// "" if the file is missing or cannot be read.
std::string ReadActiveProfile(int root_fd);

// Writes `name` to the file. Errors: as ReplaceFile().
absl::Status WriteActiveProfile(int root_fd, const std::string& name);

// Removes the file if it exists.
void ClearActiveProfile(int root_fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_ACTIVE_PROFILE_H_
