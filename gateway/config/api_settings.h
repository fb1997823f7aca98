#ifndef GATEWAY_CONFIG_API_SETTINGS_H_
#define GATEWAY_CONFIG_API_SETTINGS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/config/environment.h"
#include "gateway/config/yaml_settings.h"

namespace hermes::gateway {

// How, and whether, the API server listens.
struct ApiSettings {
  bool on = false;
  std::string off_reason;  // why it is off
  std::string host;        // an IPv4 or IPv6 address, without brackets
  uint16_t port = 0;       // 0: the kernel chooses
  std::string key;         // what clients must show; never log it
  std::vector<std::string> cors_origins;  // allowed origins; "*" is any
};

// The fewest characters a key may have, on loopback too.
inline constexpr size_t kShortestKey = 16;

// Decides from the effective environment (API_SERVER_KEY, _HOST, _PORT,
// _CORS_ORIGINS, _ENABLED), which beats config.yaml; only an explicit
// `enabled: false` there cannot be overridden. A usable key alone turns the
// API on; no key leaves it off. Pure.
// Errors: FailedPrecondition "api_server_key_invalid: ..." for a weak key;
// FailedPrecondition for a host or a port that cannot be meant. No message
// holds the key.
absl::StatusOr<ApiSettings> DecideApi(const EnvironmentMap& environment,
                                      const YamlSettings& yaml);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_API_SETTINGS_H_
