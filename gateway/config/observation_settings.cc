#include "gateway/config/observation_settings.h"

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {

absl::StatusOr<ObservationSettings> DecideObservation(
    const EnvironmentMap& environment, const YamlSettings& yaml) {
  ObservationSettings settings;
  settings.metrics = yaml.metrics.value_or(settings.metrics);
  settings.loop_watchdog = yaml.loop_watchdog.value_or(settings.loop_watchdog);
  settings.loop_watchdog_interval =
      yaml.loop_watchdog_interval.value_or(settings.loop_watchdog_interval);
  const auto word = Lookup(environment, "HERMES_METRICS");
  if (!word.has_value()) return settings;
  const std::optional<MetricsAccess> access = ParseMetricsAccess(*word);
  if (!access.has_value()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "HERMES_METRICS '", *word, "' must be off, loopback or key"));
  }
  settings.metrics = *access;
  return settings;
}

}  // namespace hermes::gateway
