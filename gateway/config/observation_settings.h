#ifndef GATEWAY_CONFIG_OBSERVATION_SETTINGS_H_
#define GATEWAY_CONFIG_OBSERVATION_SETTINGS_H_

#include <chrono>

#include "absl/status/statusor.h"
#include "gateway/config/environment.h"
#include "gateway/config/metrics_access.h"
#include "gateway/config/yaml_settings.h"

namespace hermes::gateway {

// How the gateway is watched, from outside and by itself.
struct ObservationSettings {
  MetricsAccess metrics = MetricsAccess::kLoopback;
  bool loop_watchdog = true;  // a loop that hangs ends the process
  std::chrono::milliseconds loop_watchdog_interval = std::chrono::seconds(30);
};

// HERMES_METRICS beats gateway.metrics. Pure.
// Errors: FailedPrecondition for a HERMES_METRICS that cannot be meant.
absl::StatusOr<ObservationSettings> DecideObservation(
    const EnvironmentMap& environment, const YamlSettings& yaml);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_OBSERVATION_SETTINGS_H_
