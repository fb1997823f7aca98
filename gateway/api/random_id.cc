#include "gateway/api/random_id.h"

#include <chrono>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "gateway/seeding/random_hex.h"

namespace hermes::gateway::api {
namespace {

// Returns 32 hexadecimal digits that differ at each call: a counter, then the
// time. The counter is first, because the caller may drop the last digits.
std::string UniqueHex() {
  static uint64_t counter = 0;
  return absl::StrFormat(
      "%016x%016x", ++counter,
      static_cast<uint64_t>(
          std::chrono::system_clock::now().time_since_epoch().count()));
}

}  // namespace

std::string RandomId(const std::string& prefix, size_t digits) {
  // The event loop must not wait until the kernel's generator is seeded.
  const absl::StatusOr<std::string> random =
      RandomHex((digits + 1) / 2, UnseededGenerator::kFail);
  return prefix + (random.ok() ? *random : UniqueHex()).substr(0, digits);
}

}  // namespace hermes::gateway::api
