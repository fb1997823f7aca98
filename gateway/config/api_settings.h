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

// How, and whether, the API server listens.
struct ApiSettings {
  bool on = false;
  std::string off_reason;  // why it is off
  std::string host;        // an IPv4 or IPv6 address, without brackets
  uint16_t port = 0;       // 0: the kernel chooses
  std::string key;         // what clients must show; never log it
  std::vector<std::string> cors_origins;  // allowed origins; "*" is any
  // What the API calls its model, "" for the profile's own name for it (see
  // ApiModelName). No control characters.
  std::string model_name;
  // A request may choose the back end's model by `model` alone.
  bool direct_model_requests = false;
  int max_concurrent_runs = 10;  // turns at a time; 0: no limit
  size_t max_connections = 1024;
  // A stream that is silent for so long gets a comment.
  std::chrono::milliseconds keepalive_interval = std::chrono::seconds(30);
};

// The fewest characters a key may have, on loopback too.
inline constexpr size_t kShortestKey = 16;

// Decides from the effective environment (API_SERVER_KEY, _HOST, _PORT,
// _CORS_ORIGINS, _ENABLED, _MODEL_NAME, _MAX_CONCURRENT_RUNS), which beats
// config.yaml; only an explicit
// `enabled: false` there cannot be overridden. A usable key alone turns the
// API on; no key leaves it off. Pure.
// Errors: FailedPrecondition "api_server_key_invalid: ..." for a weak key;
// FailedPrecondition for a host, a port, a model's name or a number of runs
// that cannot be meant. No message holds the key.
absl::StatusOr<ApiSettings> DecideApi(const EnvironmentMap& environment,
                                      const YamlSettings& yaml);

// What the API of `profile` calls its model where nothing is configured:
// hermes-agent for the default profile, else the profile's name. Pure.
std::string ApiModelName(const std::string& profile);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_API_SETTINGS_H_
