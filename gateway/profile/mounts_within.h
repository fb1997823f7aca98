#ifndef GATEWAY_PROFILE_MOUNTS_WITHIN_H_
#define GATEWAY_PROFILE_MOUNTS_WITHIN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// The mount points at `directory` and below it, in the order of `mountinfo`,
// which is the text of /proc/self/mountinfo. `directory` is absolute, without
// links and without a slash at its end. Bind mounts of the same file system are
// told too, which no device number shows. Pure.
std::vector<std::string> MountsWithin(const std::string& mountinfo,
                                      const std::string& directory);

// The same of this process's own mounts; `directory` may lead through links.
// Errors: as ProfileFileError().
absl::StatusOr<std::vector<std::string>> FindMountsWithin(
    const std::string& directory);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_MOUNTS_WITHIN_H_
