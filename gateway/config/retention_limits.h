#ifndef GATEWAY_CONFIG_RETENTION_LIMITS_H_
#define GATEWAY_CONFIG_RETENTION_LIMITS_H_

#include <chrono>
#include <cstdint>

namespace hermes::gateway {

// How long sessions and stored responses are kept. 0 switches a limit off.
struct RetentionLimits {
  std::chrono::seconds max_age{0};  // since the last use
  int64_t max_sessions = 0;
  // Bytes of gateway.db in use, not counting its free pages.
  int64_t max_bytes = int64_t{4} << 30;
};

// The minimum byte limit that a configuration may set: with less, an empty
// database with its indexes would be close to the limit.
inline constexpr int64_t kLeastRetainedBytes = int64_t{1} << 20;

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_RETENTION_LIMITS_H_
