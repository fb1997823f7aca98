#include "gateway/config/gateway_config.h"

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/dotenv.h"
#include "gateway/config/yaml_settings.h"
#include "gateway/files/small_file.h"

namespace hermes::gateway {
namespace {

constexpr size_t kLargestFile = 1 << 20;

// The content of a configuration file; "" if there is none.
absl::StatusOr<std::string> ReadConfigFile(int home_fd, const std::string& home,
                                           const std::string& name) {
  absl::StatusOr<std::string> text = ReadSmallFile(home_fd, name, kLargestFile);
  if (text.ok()) return text;
  if (absl::IsNotFound(text.status())) return std::string();
  return absl::FailedPreconditionError(absl::StrCat(
      home, "/", name, ":1: cannot be read: ", text.status().message()));
}

// Puts the file in front of a parser's "LINE: what".
absl::Status InFile(const std::string& home, const std::string& name,
                    const absl::Status& error) {
  return absl::FailedPreconditionError(
      absl::StrCat(home, "/", name, ":", error.message(),
                   "; correct that line and start the gateway again"));
}

absl::StatusOr<YamlSettings> LoadYaml(int home_fd, const std::string& home) {
  const char* name = "config.yaml";
  absl::StatusOr<std::string> text = ReadConfigFile(home_fd, home, name);
  if (!text.ok()) return text.status();
  absl::StatusOr<YamlSettings> yaml = ParseYamlSettings(*text);
  if (!yaml.ok()) return InFile(home, name, yaml.status());
  return yaml;
}

absl::StatusOr<std::vector<DotenvEntry>> LoadDotenv(int home_fd,
                                                    const std::string& home) {
  const char* name = ".env";
  absl::StatusOr<std::string> text = ReadConfigFile(home_fd, home, name);
  if (!text.ok()) return text.status();
  absl::StatusOr<std::vector<DotenvEntry>> entries = ParseDotenv(*text);
  if (!entries.ok()) return InFile(home, name, entries.status());
  return entries;
}

}  // namespace

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
  config.model_configured = yaml->model_configured;
  config.stop_drain = yaml->restart_drain_timeout.value_or(config.stop_drain);
  config.restart_drain =
      yaml->restart_after_turn_timeout.value_or(config.restart_drain);
  return config;
}

}  // namespace hermes::gateway
