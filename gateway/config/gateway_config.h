#ifndef GATEWAY_CONFIG_GATEWAY_CONFIG_H_
#define GATEWAY_CONFIG_GATEWAY_CONFIG_H_

#include <chrono>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/config/api_settings.h"
#include "gateway/config/environment.h"
#include "gateway/config/model_settings.h"
#include "gateway/config/observation_settings.h"
#include "gateway/config/retention_limits.h"
#include "gateway/config/yaml_settings.h"

namespace hermes::gateway {

// Everything the gateway is configured with.
struct GatewayConfig {
  ApiSettings api;
  std::string api_port_setting;  // what gives it its port, see PortSetting()
  ModelSettings model;
  std::string model_off_reason;  // why nothing answers; "" unless kNone
  HistoryLimits history;
  RetentionLimits retention;
  ObservationSettings observation;
  // The container's environment and the profile's .env, as decided with. Holds
  // secrets; never log it.
  EnvironmentMap environment;
  // How long a stop, and a restart, wait for work in flight.
  std::chrono::milliseconds stop_drain{0};
  std::chrono::milliseconds restart_drain{std::chrono::seconds(1800)};
};

// Returns the retention limits that `yaml` sets, with the defaults of what it
// does not set. Pure.
RetentionLimits RetentionOf(const YamlSettings& yaml);

// Reads config.yaml and .env of the directory `home_fd`, a missing one being
// the same as an empty one, and decides with `container`, the process's own
// environment. `home` is its path, for messages only.
// Errors: FailedPrecondition, one line that begins with file:line where a file
// is at fault, for what cannot be read, parsed or meant.
absl::StatusOr<GatewayConfig> LoadConfig(int home_fd, const std::string& home,
                                         const EnvironmentMap& container,
                                         bool is_default_profile);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_GATEWAY_CONFIG_H_
