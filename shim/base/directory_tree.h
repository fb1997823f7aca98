#ifndef HERMES_SHIM_BASE_DIRECTORY_TREE_H_
#define HERMES_SHIM_BASE_DIRECTORY_TREE_H_

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// The largest number of names that NamesIn() reads from one directory.
inline constexpr size_t kMostNames = 1 << 20;

// Opens the directory `name` below `dir_fd` (which may be AT_FDCWD). Errors:
// ELOOP or ENOTDIR if `name` is a symlink or anything else.
Expected<UniqueFd> OpenDirectory(int dir_fd, const std::string& name);

// Opens `name`, one component, in the open directory `dir_fd`, with `flags` and
// O_NOFOLLOW, and only if it is on the same mount as the directory. Errors:
// EXDEV if `name` is a mount point (also if a directory or file of the same
// file system is bind-mounted there), or if this cannot be found out (neither
// openat2(2) nor /proc is available); otherwise the errors of openat(2).
Expected<UniqueFd> OpenWithinMount(int dir_fd, const std::string& name,
                                   int flags);

// Makes the directory `name` with exactly `mode`, regardless of the umask, and
// opens it. Errors: EEXIST if `name` exists. Removes the new directory if a
// later step fails.
Expected<UniqueFd> MakeDirectory(int dir_fd, const std::string& name,
                                 mode_t mode);

// Returns the first `most` names in an open directory, without "." and "..".
// Every call starts again at the beginning.
Expected<std::vector<std::string>> NamesIn(const UniqueFd& directory,
                                           size_t most = kMostNames);

// Returns true if the open directory is a mount point, also of a directory of
// the same file system. Returns false if this cannot be found out (before Linux
// 5.8 and without /proc). Before Linux 5.8 the root directory is never
// recognised as a mount point.
bool IsMountPoint(const UniqueFd& directory);

// Removes `name`, relative to `dir_fd` (or AT_FDCWD), of any type, with all its
// contents at any depth: at most 34 descriptors are open, and the stack does
// not grow. Moves directories that are more than 32 levels below `name` up into
// it first. Follows no symlink and enters no mount: mounts, also those from the
// same file system, stay. Continues after a failure and returns the last error
// (EXDEV for a mount). Stops after 16 million entries with E2BIG. A missing
// `name` is not an error.
Expected<void> RemoveTree(int dir_fd, const std::string& name);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_DIRECTORY_TREE_H_
