#ifndef GATEWAY_LOGGING_ROTATING_FILE_H_
#define GATEWAY_LOGGING_ROTATING_FILE_H_

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace hermes::gateway {

// A log below <home>/logs of which some old files are kept; NAME.1 is the
// newest of these.
struct RotatingFile {
  std::string name;
  size_t max_bytes = 0;  // rotated before `text` would exceed it
  int old_files = 1;     // at least one
  mode_t mode = 0640;    // of a new file, subject to the umask
};

// Appends `text` to the file, rotating it first if necessary. Opens the file
// anew each time, so that a file that was moved or deleted is created again.
// Creates no directory, follows no symbolic link and does not wait for a FIFO
// or another special file in its place. After a write that failed midway the
// rest of the line is missing; the next text begins on a new line. Blocks for
// as long as the disk does.
// Errors: as absl::ErrnoToStatus; FailedPrecondition if the path is not a
// regular file.
absl::Status AppendRotating(int home_fd, const RotatingFile& file,
                            std::string_view text);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_ROTATING_FILE_H_
