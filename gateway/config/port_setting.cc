#include "gateway/config/port_setting.h"

#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

constexpr char kName[] = "API_SERVER_PORT";

}  // namespace

std::string PortSetting(const std::string& home,
                        const EnvironmentMap& container,
                        const DotenvEntries& dotenv, const YamlSettings& yaml,
                        bool is_default_profile) {
  if (is_default_profile && Lookup(container, kName).has_value()) {
    return absl::StrCat(kName, " in the container's environment");
  }
  if (Lookup(EffectiveEnvironment({}, dotenv, is_default_profile), kName)
          .has_value()) {
    return absl::StrCat(kName, " in ", home, "/.env");
  }
  if (yaml.api_port.has_value()) {
    return absl::StrCat("api_server's port in ", home, "/config.yaml");
  }
  return absl::StrCat("no ", kName, " in ", home, "/.env");
}

absl::Status CheckPortConflict(const PortUse& own, const PortUse& other) {
  if (own.port == 0 || own.port != other.port) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "api_server_port_conflict: the profiles ", own.profile, " and ",
      other.profile, " have the same port, ", own.port, " (", own.profile, ": ",
      own.setting, "; ", other.profile, ": ", other.setting, "); give ",
      own.profile, " another port: set API_SERVER_PORT in ", own.home,
      "/.env"));
}

}  // namespace hermes::gateway
