#include "gateway/seeding/random_hex.h"

#include <sys/random.h>
#include <sys/types.h>

#include <algorithm>
#include <cerrno>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"

namespace hermes::gateway {
namespace {

// A request of this size is always complete once the generator is seeded.
constexpr size_t kMostBytes = 256;
constexpr size_t kKeyBytes = 32;

}  // namespace

absl::StatusOr<std::string> RandomHex(size_t bytes,
                                      UnseededGenerator unseeded) {
  const unsigned flags =
      unseeded == UnseededGenerator::kFail ? GRND_NONBLOCK : 0;
  std::string random(std::min(bytes, kMostBytes), '\0');
  ssize_t got;
  do {
    got = getrandom(random.data(), random.size(), flags);
  } while (got < 0 && errno == EINTR);
  if (got < 0) return absl::ErrnoToStatus(errno, "getrandom");
  return absl::BytesToHexString(random);
}

absl::StatusOr<std::string> RandomKey() {
  return RandomHex(kKeyBytes, UnseededGenerator::kWait);
}

}  // namespace hermes::gateway
