#ifndef GATEWAY_FILES_DURABLE_FILE_H_
#define GATEWAY_FILES_DURABLE_FILE_H_

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace hermes::gateway {

// Files of a few kilobytes, named relative to the directory `dir_fd`. All
// errors carry the file's name: NotFound, PermissionDenied and so on as
// absl::ErrnoToStatus has it, and OutOfRange for a file that is too large or
// not a regular one.

// Reads all of `name`, following symbolic links, but at most `max_bytes`.
absl::StatusOr<std::string> ReadSmallFile(int dir_fd, const std::string& name,
                                          size_t max_bytes);

// Makes `name` hold `content`, whatever was there before (a symbolic link is
// replaced, not followed). A reader sees the old content or the new, never a
// part, also after a loss of power. `mode` is subject to the umask.
absl::Status ReplaceFile(int dir_fd, const std::string& name,
                         std::string_view content, mode_t mode);

// As ReplaceFile, but only if nothing bears that name, not even a dangling
// symbolic link. AlreadyExists otherwise, nothing changed.
absl::Status CreateFile(int dir_fd, const std::string& name,
                        std::string_view content, mode_t mode);

// Makes the regular file `name`, which is there, hold `content` without asking
// the file system for more room: what remains where the disk is full and
// ReplaceFile is ResourceExhausted. `content` is a text whose meaning blanks at
// its end do not change (JSON): whoever reads at that moment may see some, and
// a reader in the very moment of the write, or after a loss of power, may see a
// mixture. ResourceExhausted if it does not fit into what the file occupies.
absl::Status OverwriteFile(int dir_fd, const std::string& name,
                           std::string_view content);

// Writes all of `content` to `fd`. Retries EINTR and short writes.
absl::Status WriteAll(int fd, std::string_view content);

}  // namespace hermes::gateway

#endif  // GATEWAY_FILES_DURABLE_FILE_H_
