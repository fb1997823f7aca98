#ifndef GATEWAY_TURN_SOUL_H_
#define GATEWAY_TURN_SOUL_H_

#include <sys/stat.h>

#include <cstddef>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// A larger SOUL.md is refused.
inline constexpr size_t kLargestSoul = 256 << 10;

// The SOUL.md of a home, which may change at any time.
class Soul {
 public:
  // `home_fd`, the home's directory, must outlive this.
  explicit Soul(int home_fd) : home_fd_(home_fd) {}

  // Its text in valid UTF-8 (anything else in it is U+FFFD), without a byte
  // order mark; "" if there is none. Costs one fstatat while the file stays as
  // it is, which its times, size and inode tell. A file that has just been
  // changed is read each time, since its times may not tell the next change.
  // Errors: OutOfRange for one that is too large or no regular file,
  // PermissionDenied and so on; all name it.
  absl::StatusOr<std::string> Read();

 private:
  int home_fd_;
  std::optional<struct stat> seen_;  // what text_ was read from
  std::string text_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_SOUL_H_
