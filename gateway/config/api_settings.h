#ifndef GATEWAY_CONFIG_API_SETTINGS_H_
#define GATEWAY_CONFIG_API_SETTINGS_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/config/environment.h"
#include "gateway/config/yaml_settings.h"

namespace hermes::gateway {

// Whether the API server listens, and how.
struct ApiSettings {
  bool on = false;
  std::string off_reason;  // why it is off
  std::string host;        // an IPv4 or IPv6 address, without brackets
  uint16_t port = 0;       // 0: the kernel chooses
  std::string key;         // the key that clients must send; never log it
  std::vector<std::string> cors_origins;  // allowed origins; "*" allows any
  // The name of the API's model; "" means ApiModelName() of the profile. No
  // control characters.
  std::string model_name;
  // A request may choose the back end's model with `model` alone.
  bool direct_model_requests = false;
  int max_concurrent_runs = 10;  // concurrent turns; 0: no limit
  size_t max_connections = 1024;
  // A stream that was silent for this long gets a comment.
  std::chrono::milliseconds keepalive_interval = std::chrono::seconds(30);
};

// The minimum length of a key in characters, also on loopback.
inline constexpr size_t kShortestKey = 16;

// Decides from the effective environment (API_SERVER_KEY, _HOST, _PORT,
// _CORS_ORIGINS, _ENABLED, _MODEL_NAME, _MAX_CONCURRENT_RUNS), which takes
// precedence over config.yaml; only an explicit `enabled: false` there cannot
// be overridden. A valid key alone turns the API on; without a key it is off.
// Pure.
// Errors: FailedPrecondition "api_server_key_invalid: ..." for a weak key;
// FailedPrecondition for an invalid host, port, model name or number of runs.
// No message contains the key.
absl::StatusOr<ApiSettings> DecideApi(const EnvironmentMap& environment,
                                      const YamlSettings& yaml);

// Returns the name that the API of `profile` gives its model if none is
// configured: hermes-agent for the default profile, otherwise the profile's
// name. Pure.
std::string ApiModelName(const std::string& profile);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_API_SETTINGS_H_
