#ifndef HERMES_SHIM_SLOT_DIRECTORY_TREE_H_
#define HERMES_SHIM_SLOT_DIRECTORY_TREE_H_

#include <sys/types.h>

#include <string>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// Opens the directory `name`, which is no symlink, below `dir_fd` (which may be
// AT_FDCWD). Errors: ELOOP or ENOTDIR if something else is there.
Expected<UniqueFd> OpenDirectory(int dir_fd, const std::string& name);

// Makes the directory `name` with exactly `mode`, whatever the umask is, and
// opens it. Errors: EEXIST; nothing is left behind on a failure.
Expected<UniqueFd> MakeDirectory(int dir_fd, const std::string& name,
                                 mode_t mode);

// Removes `name`, a directory with all that is in it, below `dir_fd`. Follows
// no symlink and enters no mount. Stops at the first failure; what it removed
// before stays removed.
Expected<void> RemoveTree(int dir_fd, const std::string& name);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_DIRECTORY_TREE_H_
