#ifndef GATEWAY_PROFILE_DELETE_PROFILE_H_
#define GATEWAY_PROFILE_DELETE_PROFILE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace hermes::gateway {

// Returns OK if <root>/profiles/<name> is a directory that may be deleted.
// Errors: InvalidArgument if it does not exist or is a link; Aborted if
// anything is mounted at it or below, if its gateway runs in another container
// on this volume, or if this process runs within that gateway.
absl::Status CheckDeletable(const std::string& root, const std::string& name);

// Deletes the profile and all its data; its slot must already be removed. Ends
// a gateway that still runs in it, leaves a tombstone if there is room for it,
// removes the name in one rename, then removes the tree (three attempts) and
// resets active_profile. Returns remarks for the user, one line each: what
// could not be removed lies under a name that is not a valid profile name, and
// the next create or delete removes it. Errors: as CheckDeletable(),
// VacateHome() and ProfileFileError(); the profile then still exists.
absl::StatusOr<std::vector<std::string>> DeleteProfile(const std::string& root,
                                                       const std::string& name);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_DELETE_PROFILE_H_
