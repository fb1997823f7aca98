#ifndef GATEWAY_SEEDING_RANDOM_HEX_H_
#define GATEWAY_SEEDING_RANDOM_HEX_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// What to do while the kernel's random number generator is not seeded yet,
// early in a machine's boot.
enum class UnseededGenerator { kWait, kFail };

// Returns `bytes` random bytes, at most 256, from the kernel's generator as
// lower-case hexadecimal digits, two for each byte. Errors: as getrandom(2),
// in particular Unavailable for kFail and a generator that is not seeded.
absl::StatusOr<std::string> RandomHex(size_t bytes, UnseededGenerator unseeded);

// Returns 64 hexadecimal digits (256 bits). Waits until the generator is
// seeded. Errors: as RandomHex().
absl::StatusOr<std::string> RandomKey();

}  // namespace hermes::gateway

#endif  // GATEWAY_SEEDING_RANDOM_HEX_H_
