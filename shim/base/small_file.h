#ifndef HERMES_SHIM_BASE_SMALL_FILE_H_
#define HERMES_SHIM_BASE_SMALL_FILE_H_

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "shim/base/expected.h"

namespace hermes {

// In all of these functions `dir_fd` may be AT_FDCWD; `name` is then any path.

// Reads a whole regular file or /proc file. Errors: EFBIG if it is larger than
// `limit` bytes, EINVAL if it is not such a file (a FIFO, a directory). Never
// blocks on a FIFO. `flags` are added to O_RDONLY, for instance O_NOFOLLOW.
Expected<std::string> ReadSmallFile(int dir_fd, const std::string& name,
                                    size_t limit = 65536, int flags = 0);

// Creates `name` (O_EXCL, O_NOFOLLOW) with `content` and `mode`, reduced by the
// umask. Removes the new file if writing fails. Errors: EEXIST if the file
// exists; it is then unchanged.
Expected<void> CreateFile(int dir_fd, const std::string& name,
                          std::string_view content, mode_t mode);

// Replaces `name` in one rename by a new file with `content` and `mode`,
// reduced by the umask. A reader sees either the old or the new content, each
// complete. Does not sync to the disk. `name` must not contain '/' unless
// `dir_fd` is AT_FDCWD.
Expected<void> ReplaceFile(int dir_fd, const std::string& name,
                           std::string_view content, mode_t mode);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_SMALL_FILE_H_
