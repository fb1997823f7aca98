#ifndef GATEWAY_CONFIG_OBSERVATION_SETTINGS_H_
#define GATEWAY_CONFIG_OBSERVATION_SETTINGS_H_

#include <chrono>

#include "absl/status/statusor.h"
#include "gateway/config/environment.h"
#include "gateway/config/metrics_access.h"
#include "gateway/config/yaml_settings.h"

namespace hermes::gateway {

// How the gateway is observed, from outside and by itself.
struct ObservationSettings {
  MetricsAccess metrics = MetricsAccess::kLoopback;
  bool loop_watchdog = true;  // whether a hanging loop ends the process
  std::chrono::milliseconds loop_watchdog_interval = std::chrono::seconds(30);
};

// Decides; HERMES_METRICS takes precedence over gateway.metrics. Pure.
// Errors: FailedPrecondition for an invalid HERMES_METRICS.
absl::StatusOr<ObservationSettings> DecideObservation(
    const EnvironmentMap& environment, const YamlSettings& yaml);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_OBSERVATION_SETTINGS_H_
