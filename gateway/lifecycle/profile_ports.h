#ifndef GATEWAY_LIFECYCLE_PROFILE_PORTS_H_
#define GATEWAY_LIFECYCLE_PROFILE_PORTS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "gateway/config/environment.h"
#include "gateway/config/gateway_config.h"
#include "gateway/profile/profile_choice.h"

namespace hermes::gateway {

// Returns the error of CheckPortConflict() for a named profile, configured as
// `own`, and the default profile, if the default profile's API is on. Ignores a
// configuration of the default profile that is damaged or cannot be read. Binds
// no port and contacts no process.
absl::Status CheckPortOfDefault(const Profile& profile,
                                const GatewayConfig& own,
                                const EnvironmentMap& container);

// Adds to `error`, which reports a port that is in use, the name of the profile
// whose gateway holds the port, if that profile has the same root. Returns
// other errors unchanged. Relies on gateway_state.json of profiles whose lock
// is held.
absl::Status NamePortHolder(const absl::Status& error, const Profile& profile,
                            uint16_t port);

// Returns the port of the API server's listener_base in the text of a
// gateway_state.json; 0 if there is none. Pure.
uint16_t ListeningPort(const std::string& state);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_PROFILE_PORTS_H_
