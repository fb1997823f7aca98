#ifndef GATEWAY_SEEDING_RANDOM_KEY_H_
#define GATEWAY_SEEDING_RANDOM_KEY_H_

#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// Returns 64 hexadecimal digits (256 bits) from the kernel's random number
// generator; may block until that is seeded, early in a machine's boot.
absl::StatusOr<std::string> RandomKey();

}  // namespace hermes::gateway

#endif  // GATEWAY_SEEDING_RANDOM_KEY_H_
