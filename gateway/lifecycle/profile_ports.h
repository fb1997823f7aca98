#ifndef GATEWAY_LIFECYCLE_PROFILE_PORTS_H_
#define GATEWAY_LIFECYCLE_PROFILE_PORTS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "gateway/config/environment.h"
#include "gateway/config/gateway_config.h"
#include "gateway/profile/profile_choice.h"

namespace hermes::gateway {

// As CheckPortConflict(), for a named profile that is configured as `own`
// against the default profile, if that one's API is on. A configuration of
// the default profile that is damaged or cannot be read is its own affair.
// Binds nothing and asks nobody.
absl::Status CheckPortOfDefault(const Profile& profile,
                                const GatewayConfig& own,
                                const EnvironmentMap& container);

// Adds to `error`, the refusal of a port that is in use, which other profile's
// gateway holds it, if one of the same root does. Other errors stay as they
// are. It goes by gateway_state.json where its profile's lock is held.
absl::Status NamePortHolder(const absl::Status& error, const Profile& profile,
                            uint16_t port);

// The port of the API server's listener_base in the text of a
// gateway_state.json; 0 if there is none. Pure.
uint16_t ListeningPort(const std::string& state);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_PROFILE_PORTS_H_
