#ifndef HERMES_SHIM_BASE_DIRECTORY_TREE_H_
#define HERMES_SHIM_BASE_DIRECTORY_TREE_H_

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// The most names that NamesIn() reads of one directory.
inline constexpr size_t kMostNames = 1 << 20;

// Opens the directory `name`, which is no symlink, below `dir_fd` (which may be
// AT_FDCWD). Errors: ELOOP or ENOTDIR if something else is there.
Expected<UniqueFd> OpenDirectory(int dir_fd, const std::string& name);

// Opens `name`, one component, in the open directory `dir_fd`, with `flags` and
// O_NOFOLLOW, and only if it is on the same mount as the directory. Errors:
// EXDEV if something is mounted there (also a directory or a file of the same
// file system), or if the kernel cannot say (no openat2(2) and no /proc); else
// those of openat(2).
Expected<UniqueFd> OpenWithinMount(int dir_fd, const std::string& name,
                                   int flags);

// Makes the directory `name` with exactly `mode`, whatever the umask is, and
// opens it. Errors: EEXIST; nothing is left behind on a failure.
Expected<UniqueFd> MakeDirectory(int dir_fd, const std::string& name,
                                 mode_t mode);

// The first `most` names in an open directory without "." and "..". Every call
// lists it anew.
Expected<std::vector<std::string>> NamesIn(const UniqueFd& directory,
                                           size_t most = kMostNames);

// True if something is mounted at the open directory, also a directory of the
// same file system. False if the kernel cannot say (before 5.8 and without
// /proc), and for the root directory then.
bool IsMountPoint(const UniqueFd& directory);

// Removes `name`, relative to `dir_fd` (or AT_FDCWD), whatever it is, with all
// that is in it, however deep: at most 34 descriptors are open, and the stack
// does not grow. Directories more than 32 levels below `name` are moved up into
// it first. Follows no symlink and enters no mount: what is mounted, also from
// the same file system, stays. Goes on after a failure and returns the last one
// (EXDEV for a mount; E2BIG after 16 million entries, when it stops). A missing
// `name` is not an error.
Expected<void> RemoveTree(int dir_fd, const std::string& name);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_DIRECTORY_TREE_H_
