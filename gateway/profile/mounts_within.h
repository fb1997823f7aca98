#ifndef GATEWAY_PROFILE_MOUNTS_WITHIN_H_
#define GATEWAY_PROFILE_MOUNTS_WITHIN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// Returns the mount points at `directory` and below it, in the order of
// `mountinfo`, the text of /proc/self/mountinfo. `directory` is absolute,
// without links and without a trailing slash. Includes bind mounts of the same
// file system, which device numbers do not reveal. Pure.
std::vector<std::string> MountsWithin(const std::string& mountinfo,
                                      const std::string& directory);

// Returns the same for this process's own mounts; the path `directory` may
// contain links. Errors: as ProfileFileError().
absl::StatusOr<std::vector<std::string>> FindMountsWithin(
    const std::string& directory);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_MOUNTS_WITHIN_H_
