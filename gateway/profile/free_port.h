#ifndef GATEWAY_PROFILE_FREE_PORT_H_
#define GATEWAY_PROFILE_FREE_PORT_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/config/dotenv.h"
#include "gateway/config/environment.h"
#include "gateway/config/yaml_settings.h"

namespace hermes::gateway {

// The ports that a profile's settings name: its API's, in .env and in
// config.yaml, its webhooks', and the dashboard's. What is no port is none.
// Pure.
std::set<uint16_t> PortsIn(const EnvironmentMap& environment,
                           const YamlSettings& yaml);

// The first port from 8643 on that is neither taken nor one of 8644 and 9119,
// where webhooks and the dashboard listen unless they are told otherwise.
// Errors: ResourceExhausted if there is none up to 65535. Pure.
absl::StatusOr<uint16_t> NextFreePort(const std::set<uint16_t>& taken);

// The ports that the settings of all profiles of `root` name, those of
// `container` being the default profile's. Settings that cannot be read or
// parsed name none and are told of in `warnings`, one line each.
std::set<uint16_t> PortsOfAllProfiles(const std::string& root,
                                      const EnvironmentMap& container,
                                      std::vector<std::string>* warnings);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_FREE_PORT_H_
