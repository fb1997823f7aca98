#include "gateway/config/gateway_config.h"

#include <utility>
#include <vector>

#include "gateway/config/config_files.h"
#include "gateway/config/dotenv.h"
#include "gateway/config/port_setting.h"
#include "gateway/config/yaml_settings.h"

namespace hermes::gateway {

absl::StatusOr<GatewayConfig> LoadConfig(int home_fd, const std::string& home,
                                         const EnvironmentMap& container,
                                         bool is_default_profile) {
  absl::StatusOr<YamlSettings> yaml = LoadYaml(home_fd, home);
  if (!yaml.ok()) return yaml.status();
  absl::StatusOr<std::vector<DotenvEntry>> dotenv = LoadDotenv(home_fd, home);
  if (!dotenv.ok()) return dotenv.status();
  absl::StatusOr<ApiSettings> api = DecideApi(
      EffectiveEnvironment(container, *dotenv, is_default_profile), *yaml);
  if (!api.ok()) return api.status();
  GatewayConfig config;
  config.api = *std::move(api);
  config.api_port_setting =
      PortSetting(home, container, *dotenv, *yaml, is_default_profile);
  config.model_configured = yaml->model_configured;
  config.stop_drain = yaml->restart_drain_timeout.value_or(config.stop_drain);
  config.restart_drain =
      yaml->restart_after_turn_timeout.value_or(config.restart_drain);
  return config;
}

}  // namespace hermes::gateway
