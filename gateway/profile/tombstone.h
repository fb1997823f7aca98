#ifndef GATEWAY_PROFILE_TOMBSTONE_H_
#define GATEWAY_PROFILE_TOMBSTONE_H_

#include <string>

#include "absl/status/status.h"

namespace hermes::gateway {

// profiles/.deleted/<name> records that a profile was deleted on purpose, for
// programs that would otherwise create its directory again. `profiles_fd` is
// the open directory `profiles`.

// Creates the tombstone. Errors: as ProfileFileError().
absl::Status WriteTombstone(int profiles_fd, const std::string& name);

// Removes the tombstone if it exists.
void RemoveTombstone(int profiles_fd, const std::string& name);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_TOMBSTONE_H_
