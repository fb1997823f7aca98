#ifndef GATEWAY_PROFILE_TREE_COPY_H_
#define GATEWAY_PROFILE_TREE_COPY_H_

#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// Copies what is in the directory `from_fd` into the empty or new directory
// `name` below `to_fd`: directories and regular files with their permissions,
// but neither set-id bits nor owners. Follows no symbolic link and copies none,
// nor anything else that is neither: returns how many of those it passed over.
// Errors: as ProfileFileError(), naming the file; what was copied so far stays.
absl::StatusOr<int> CopyTree(int from_fd, int to_fd, const std::string& name);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_TREE_COPY_H_
