#ifndef GATEWAY_PROFILE_TREE_COPY_H_
#define GATEWAY_PROFILE_TREE_COPY_H_

#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// Copies the content of the directory `from_fd` into the empty or new directory
// `name` below `to_fd`: directories and regular files with their permissions,
// but without set-id bits and owners. Follows no symbolic link. Skips symbolic
// links and special files, and returns how many it skipped.
// Errors: as ProfileFileError(), naming the file; what was already copied
// stays.
absl::StatusOr<int> CopyTree(int from_fd, int to_fd, const std::string& name);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_TREE_COPY_H_
