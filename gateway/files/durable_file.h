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
// errors name the file: NotFound, PermissionDenied and so on as from
// absl::ErrnoToStatus, and OutOfRange for a file that is too large or not a
// regular file.

// Reads all of `name`, at most `max_bytes`. Follows symbolic links.
absl::StatusOr<std::string> ReadSmallFile(int dir_fd, const std::string& name,
                                          size_t max_bytes);

// Replaces `name` with a file that contains `content` (a symbolic link is
// replaced, not followed). A reader sees either the old or the new content,
// never a part of it, also after a power loss. `mode` is subject to the umask.
absl::Status ReplaceFile(int dir_fd, const std::string& name,
                         std::string_view content, mode_t mode);

// As ReplaceFile, but only if `name` does not exist, not even as a dangling
// symbolic link. Otherwise returns AlreadyExists and changes nothing. On a file
// system without RENAME_NOREPLACE and hard links, a reader may see an empty
// file for a moment.
absl::Status CreateFile(int dir_fd, const std::string& name,
                        std::string_view content, mode_t mode);

// Overwrites the existing regular file `name` with `content` without needing
// more space: the fallback if the disk is full and ReplaceFile returns
// ResourceExhausted. `content` must be a text whose meaning trailing blanks do
// not change (JSON), because a reader may see some. A reader during the write,
// or after a power loss, may see a mixture of old and new. ResourceExhausted if
// `content` does not fit into the space of the file.
absl::Status OverwriteFile(int dir_fd, const std::string& name,
                           std::string_view content);

// Writes all of `content` to `fd`. Retries EINTR and short writes.
absl::Status WriteAll(int fd, std::string_view content);

}  // namespace hermes::gateway

#endif  // GATEWAY_FILES_DURABLE_FILE_H_
