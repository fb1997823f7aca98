#ifndef GATEWAY_LOGGING_ROTATING_FILE_H_
#define GATEWAY_LOGGING_ROTATING_FILE_H_

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace hermes::gateway {

// A log below <home>/logs, of which some old ones are kept: NAME.1 is the
// newest of these.
struct RotatingFile {
  std::string name;
  size_t max_bytes = 0;  // before `text` would make it larger, it is put aside
  int old_files = 1;     // at least one
  mode_t mode = 0640;    // of one that is made, subject to the umask
};

// Appends `text` to the file, rotating it first if it must be. Opens it anew
// each time, so that one which somebody has moved or deleted is made again.
// Makes no directory, follows no symbolic link and does not wait for whatever
// else lies there, a FIFO for example. After a write that failed in its midst
// the rest of the line is missing; the next one begins on a line of its own.
// Blocks for as long as the disk does.
// Errors: as absl::ErrnoToStatus; FailedPrecondition for what is no regular
// file.
absl::Status AppendRotating(int home_fd, const RotatingFile& file,
                            std::string_view text);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_ROTATING_FILE_H_
