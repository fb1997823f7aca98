#ifndef HERMES_SHIM_INIT_DATA_OWNERSHIP_H_
#define HERMES_SHIM_INIT_DATA_OWNERSHIP_H_

#include <sys/types.h>

#include <string_view>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// A change of owner: from `from`, or from root, to `uid` and `gid`.
struct OwnershipChange {
  uid_t from = 0;
  uid_t uid = 0;
  gid_t gid = 0;
};

// Returns true if Hermes itself makes files or directories of this name in its
// data root. Any other name there belongs to other programs or users. Pure.
bool IsMadeByHermes(std::string_view name);

// Changes the owner of everything that Hermes itself has made in the open data
// root: for each name with IsMadeByHermes(), the regular files and directories,
// at any depth, whose owner is `from` or root. Does not change: other names in
// the data root; files of other owners, and everything in their directories;
// symbolic links and their targets; files with more than one hard link; mounts,
// and entries of which the kernel cannot say whether they are mounts; any mode.
// Continues after an error and returns the last one: E2BIG for an entry deeper
// than 131072 levels, or if more than 1048576 names are pending; ESTALE if a
// directory was moved meanwhile, which ends the walk. Neither the stack nor the
// number of open descriptors grows with the depth. Requires: called as root.
Expected<void> GiveHermesFiles(const UniqueFd& data_root,
                               const OwnershipChange& change);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_DATA_OWNERSHIP_H_
