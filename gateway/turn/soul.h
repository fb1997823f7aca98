#ifndef GATEWAY_TURN_SOUL_H_
#define GATEWAY_TURN_SOUL_H_

#include <sys/stat.h>

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// The maximum size of SOUL.md.
inline constexpr size_t kLargestSoul = 256 << 10;

// The SOUL.md of a home, which may change at any time.
class Soul {
 public:
  // `home_fd`, the home's directory, must outlive this.
  explicit Soul(int home_fd) : home_fd_(home_fd) {}

  // Returns the file's text without a byte order mark and with invalid UTF-8
  // replaced by U+FFFD, or "" if the file does not exist. Makes only one
  // fstatat() while the file's times, size and inode are unchanged. Reads a
  // recently changed file each time, because another change might not change
  // its times. Errors: OutOfRange if it is too large or not a regular file,
  // PermissionDenied and others; the message contains the file's name.
  absl::StatusOr<std::string> Read();

 private:
  int home_fd_;
  std::optional<struct stat> seen_;  // the status of the file text_ is from
  std::string text_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_SOUL_H_
