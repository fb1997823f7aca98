#include "gateway/config/gateway_config.h"

#include <utility>

#include "absl/status/status.h"
#include "gateway/config/config_files.h"
#include "gateway/config/model_decision.h"
#include "gateway/config/port_setting.h"
#include "gateway/config/yaml_settings.h"
#include "shim/base/dotenv.h"

namespace hermes::gateway {
namespace {

// Only the default profile has a home other than <root>/profiles/<name>.
std::string ProfileName(const std::string& home, bool is_default_profile) {
  return is_default_profile ? "default" : home.substr(home.rfind('/') + 1);
}

void SetHistory(const YamlSettings& yaml, HistoryLimits* history) {
  history->tokens = yaml.history_tokens.value_or(history->tokens);
  if (!yaml.history_bytes.has_value()) return;
  history->bytes = static_cast<size_t>(*yaml.history_bytes);
}

void SetTimes(const YamlSettings& yaml, GatewayConfig* config) {
  config->stop_drain = yaml.restart_drain_timeout.value_or(config->stop_drain);
  config->restart_drain =
      yaml.restart_after_turn_timeout.value_or(config->restart_drain);
}

absl::Status SetModel(const std::string& home, const YamlSettings& yaml,
                      GatewayConfig* config) {
  absl::StatusOr<ModelDecision> model =
      DecideModel(config->environment, yaml.model);
  if (absl::IsInvalidArgument(model.status())) {
    return InYaml(home, model.status());
  }
  if (!model.ok()) return model.status();
  config->model = std::move(model->settings);
  // agent.gateway_timeout, which limits an agent's silence, is also the default
  // limit for its model's silence; 0 leaves only the limit of the whole turn.
  if (yaml.gateway_timeout.has_value() && !yaml.model.idle_timeout) {
    config->model.idle_timeout = yaml.gateway_timeout->count() > 0
                                     ? *yaml.gateway_timeout
                                     : config->model.total_timeout;
  }
  config->model_off_reason = std::move(model->off_reason);
  return absl::OkStatus();
}

}  // namespace

RetentionLimits RetentionOf(const YamlSettings& yaml) {
  RetentionLimits limits;
  if (yaml.session_max_age_days.has_value()) {
    limits.max_age = std::chrono::days(*yaml.session_max_age_days);
  }
  limits.max_sessions = yaml.session_max_count.value_or(limits.max_sessions);
  limits.max_bytes = yaml.session_max_bytes.value_or(limits.max_bytes);
  return limits;
}

absl::StatusOr<GatewayConfig> LoadConfig(int home_fd, const std::string& home,
                                         const EnvironmentMap& container,
                                         bool is_default_profile) {
  absl::StatusOr<YamlSettings> yaml = LoadYaml(home_fd, home);
  if (!yaml.ok()) return yaml.status();
  absl::StatusOr<DotenvEntries> dotenv = LoadDotenv(home_fd, home);
  if (!dotenv.ok()) return dotenv.status();
  GatewayConfig config;
  config.environment =
      EffectiveEnvironment(container, *dotenv, is_default_profile);
  absl::StatusOr<ApiSettings> api = DecideApi(config.environment, *yaml);
  if (!api.ok()) return api.status();
  config.api = *std::move(api);
  if (config.api.model_name.empty()) {
    config.api.model_name = ApiModelName(ProfileName(home, is_default_profile));
  }
  config.api_port_setting =
      PortSetting(home, container, *dotenv, *yaml, is_default_profile);
  const absl::Status model = SetModel(home, *yaml, &config);
  if (!model.ok()) return model;
  absl::StatusOr<ObservationSettings> observation =
      DecideObservation(config.environment, *yaml);
  if (!observation.ok()) return observation.status();
  config.observation = *observation;
  SetHistory(*yaml, &config.history);
  config.retention = RetentionOf(*yaml);
  SetTimes(*yaml, &config);
  return config;
}

}  // namespace hermes::gateway
