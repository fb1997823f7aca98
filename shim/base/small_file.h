#ifndef HERMES_SHIM_BASE_SMALL_FILE_H_
#define HERMES_SHIM_BASE_SMALL_FILE_H_

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "shim/base/expected.h"

namespace hermes {

// `dir_fd` may be AT_FDCWD in all of these; `name` is then any path.

// Reads a regular or /proc file whole, up to `limit` bytes: a larger one is
// EFBIG, something that is no such file (a FIFO, a directory) is EINVAL. Never
// blocks on a FIFO. `flags` adds to O_RDONLY, for instance O_NOFOLLOW.
Expected<std::string> ReadSmallFile(int dir_fd, const std::string& name,
                                    size_t limit = 65536, int flags = 0);

// Creates `name` (O_EXCL, O_NOFOLLOW) with `mode` less the umask and `content`.
// On failure nothing is left behind; an existing file is EEXIST, untouched.
Expected<void> CreateFile(int dir_fd, const std::string& name,
                          std::string_view content, mode_t mode);

// Replaces `name` in one rename by a new file with `content` and `mode` less
// the umask; a reader sees the old content or the new, whole. Not synced to
// the disk. `name` itself must have no '/' unless dir_fd is AT_FDCWD.
Expected<void> ReplaceFile(int dir_fd, const std::string& name,
                           std::string_view content, mode_t mode);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_SMALL_FILE_H_
