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

// The complete configuration of a gateway.
struct GatewayConfig {
  ApiSettings api;
  // The setting that the API's port comes from, see PortSetting().
  std::string api_port_setting;
  ModelSettings model;
  std::string model_off_reason;  // why turns are not answered; "" unless kNone
  HistoryLimits history;
  RetentionLimits retention;
  ObservationSettings observation;
  // The container's environment and the profile's .env, from which this was
  // decided. Contains secrets; never log it.
  EnvironmentMap environment;
  // How long a stop and a restart wait for work in progress.
  std::chrono::milliseconds stop_drain{0};
  std::chrono::milliseconds restart_drain{std::chrono::seconds(1800)};
};

// Returns the retention limits that `yaml` sets, and the defaults for those
// that it does not set. Pure.
RetentionLimits RetentionOf(const YamlSettings& yaml);

// Loads config.yaml and .env from the directory `home_fd`, where a missing file
// counts as an empty one, and decides together with `container`, the process's
// own environment. `home` is the directory's path, only for messages.
// Errors: FailedPrecondition for a file that cannot be read or parsed and for
// an invalid value: one line, which begins with file:line if a file is the
// cause.
absl::StatusOr<GatewayConfig> LoadConfig(int home_fd, const std::string& home,
                                         const EnvironmentMap& container,
                                         bool is_default_profile);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_GATEWAY_CONFIG_H_
