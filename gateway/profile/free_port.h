#ifndef GATEWAY_PROFILE_FREE_PORT_H_
#define GATEWAY_PROFILE_FREE_PORT_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/config/environment.h"
#include "gateway/config/yaml_settings.h"

namespace hermes::gateway {

// Returns the ports that a profile's settings name: its API's, in .env and in
// config.yaml, its webhooks', and the dashboard's. Ignores invalid ports. Pure.
std::set<uint16_t> PortsIn(const EnvironmentMap& environment,
                           const YamlSettings& yaml);

// Returns the first free port from 8643 on: one that is not in `taken` and is
// neither 8644 nor 9119, the default ports of webhooks and the dashboard.
// Errors: ResourceExhausted if there is none up to 65535. Pure.
absl::StatusOr<uint16_t> NextFreePort(const std::set<uint16_t>& taken);

// Returns the ports that the settings of all profiles of `root` name;
// `container` has those of the default profile. Settings that cannot be read or
// parsed contribute no ports, and are reported in `warnings`, one line each.
std::set<uint16_t> PortsOfAllProfiles(const std::string& root,
                                      const EnvironmentMap& container,
                                      std::vector<std::string>* warnings);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_FREE_PORT_H_
