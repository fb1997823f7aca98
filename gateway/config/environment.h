#ifndef GATEWAY_CONFIG_ENVIRONMENT_H_
#define GATEWAY_CONFIG_ENVIRONMENT_H_

#include <map>
#include <optional>
#include <string>

#include "shim/base/dotenv.h"

namespace hermes::gateway {

using EnvironmentMap = std::map<std::string, std::string>;

// Returns a copy of this process's environment. If a name occurs twice, the
// first value is used, as in getenv.
EnvironmentMap ProcessEnvironment();

// Returns true for variables that belong to a single profile: API_SERVER_*,
// WEBHOOK_*, *_BOT_TOKEN, TELEGRAM_*, DISCORD_*, SLACK_*.
bool IsPerProfileVariable(const std::string& name);

// Returns the environment of a profile's gateway: the container's environment,
// plus the entries of `dotenv` that are not set there. A named profile does not
// inherit the container's per-profile variables. An empty value counts as
// unset, so that an empty secret in the container does not override the
// profile's own.
EnvironmentMap EffectiveEnvironment(const EnvironmentMap& container,
                                    const DotenvEntries& dotenv,
                                    bool is_default_profile);

// Returns the value of `name`; std::nullopt if it is unset or empty.
std::optional<std::string> Lookup(const EnvironmentMap& environment,
                                  const std::string& name);

// Parses a switch, ignoring case: 1, true, yes, on are true; 0, false, no, off
// are false. Returns std::nullopt for any other value.
std::optional<bool> ParseSwitch(const std::string& value);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_ENVIRONMENT_H_
