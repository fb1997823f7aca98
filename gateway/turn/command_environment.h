#ifndef GATEWAY_TURN_COMMAND_ENVIRONMENT_H_
#define GATEWAY_TURN_COMMAND_ENVIRONMENT_H_

#include <string>
#include <vector>

#include "gateway/config/environment.h"

namespace hermes::gateway {

// True for what is the gateway's own and no program's that it starts: the
// per-profile variables (API_SERVER_*, *_BOT_TOKEN ...), GATEWAY_PROXY_*, the
// dashboard's, and what its supervisor told it (HERMES_NOTIFY_FD,
// HERMES_S6_SUPERVISED_CHILD, NOTIFY_SOCKET, LISTEN_* ...).
bool IsGatewaysOwn(const std::string& name);

// The environment of a command back end: the gateway's effective one (so the
// profile's .env too, where the program's own keys belong) without what is the
// gateway's own; HERMES_HOME is `home`, PWD is `directory`, and PATH is
// kDefaultPath where none is set. Pure.
EnvironmentMap CommandEnvironment(const EnvironmentMap& effective,
                                  const std::string& home,
                                  const std::string& directory);

inline constexpr char kDefaultPath[] =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

// The values of all variables that look like a secret by their name (*KEY,
// *TOKEN, *SECRET, *PASSWORD, *PASSWORD_HASH) and are long enough to be one:
// what must not be quoted from a program's output.
std::vector<std::string> SecretValues(const EnvironmentMap& environment);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_COMMAND_ENVIRONMENT_H_
