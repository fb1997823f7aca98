#include "gateway/seeding/random_key.h"

#include <sys/random.h>

#include <cerrno>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace hermes::gateway {

absl::StatusOr<std::string> RandomKey() {
  char bytes[32];
  // Requests of up to 256 bytes are always complete once the pool is ready.
  ssize_t got;
  do {
    got = getrandom(bytes, sizeof(bytes), 0);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return absl::ErrnoToStatus(errno, "getrandom");
  return absl::BytesToHexString(
      absl::string_view(bytes, static_cast<size_t>(got)));
}

}  // namespace hermes::gateway
