#ifndef GATEWAY_TURN_COMMAND_ENVIRONMENT_H_
#define GATEWAY_TURN_COMMAND_ENVIRONMENT_H_

#include <string>
#include <vector>

#include "gateway/config/environment.h"

namespace hermes::gateway {

// Returns true for variables that are meant for the gateway only and are not
// passed to programs that it starts: the per-profile variables (API_SERVER_*,
// *_BOT_TOKEN ...), GATEWAY_PROXY_*, the dashboard's, and those that its
// supervisor sets (HERMES_NOTIFY_FD, HERMES_S6_SUPERVISED_CHILD, NOTIFY_SOCKET,
// LISTEN_* ...).
bool IsGatewaysOwn(const std::string& name);

// Returns the environment of a command back end: the gateway's effective
// environment, which includes the profile's .env, the place for the program's
// own keys, but without the variables for which IsGatewaysOwn() is true.
// HERMES_HOME is `home`, PWD is `directory`, and PATH is kDefaultPath if it is
// not set. Pure.
EnvironmentMap CommandEnvironment(const EnvironmentMap& effective,
                                  const std::string& home,
                                  const std::string& directory);

inline constexpr char kDefaultPath[] =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

// Returns the values that must not be quoted from a program's output: those of
// all variables whose name looks like a secret's (*KEY, *TOKEN, *SECRET,
// *PASSWORD, *PASSWORD_HASH), if they are long enough to be one.
std::vector<std::string> SecretValues(const EnvironmentMap& environment);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_COMMAND_ENVIRONMENT_H_
