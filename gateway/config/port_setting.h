#ifndef GATEWAY_CONFIG_PORT_SETTING_H_
#define GATEWAY_CONFIG_PORT_SETTING_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "gateway/config/environment.h"
#include "gateway/config/yaml_settings.h"
#include "shim/base/dotenv.h"

namespace hermes::gateway {

// Returns, in words for the user, the setting from which the API of the profile
// at `home` gets its port: the same precedence as in DecideApi(). Pure.
std::string PortSetting(const std::string& home,
                        const EnvironmentMap& container,
                        const DotenvEntries& dotenv, const YamlSettings& yaml,
                        bool is_default_profile);

// A profile whose API is on, and the API's port.
struct PortUse {
  std::string profile;
  std::string home;
  uint16_t port = 0;    // 0: the kernel chooses
  std::string setting;  // PortSetting()
};

// Returns FailedPrecondition "api_server_port_conflict: ..." if `own` would
// listen on the port of `other`: one line that names both profiles, both
// settings and a remedy. Port 0 never conflicts. Pure.
absl::Status CheckPortConflict(const PortUse& own, const PortUse& other);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_PORT_SETTING_H_
