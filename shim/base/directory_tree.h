#ifndef HERMES_SHIM_BASE_DIRECTORY_TREE_H_
#define HERMES_SHIM_BASE_DIRECTORY_TREE_H_

#include <sys/types.h>

#include <string>
#include <vector>

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

// The names in an open directory without "." and "..".
Expected<std::vector<std::string>> NamesIn(const UniqueFd& directory);

// True if something is mounted at the open directory, also a directory of the
// same file system. Kernels before 5.8 cannot tell: the device then decides.
bool IsMountPoint(const UniqueFd& directory);

// Removes `name`, relative to `dir_fd` (or AT_FDCWD), whatever it is, with all
// that is in it. Follows no symlink and enters no mount: what is mounted, also
// from the same file system, stays. Goes on after a failure and returns the
// last one (EXDEV for a mount). Nothing there is no error.
Expected<void> RemoveTree(int dir_fd, const std::string& name);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_DIRECTORY_TREE_H_
