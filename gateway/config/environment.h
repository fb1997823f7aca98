#ifndef GATEWAY_CONFIG_ENVIRONMENT_H_
#define GATEWAY_CONFIG_ENVIRONMENT_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/config/dotenv.h"

namespace hermes::gateway {

using EnvironmentMap = std::map<std::string, std::string>;

// A copy of this process's environment; of a name that is there twice, the
// first counts, as it does for getenv.
EnvironmentMap ProcessEnvironment();

// True for the variables that belong to one profile alone: API_SERVER_*,
// WEBHOOK_*, *_BOT_TOKEN, TELEGRAM_*, DISCORD_*, SLACK_*.
bool IsPerProfileVariable(const std::string& name);

// What a profile's gateway gets to see: the container's environment, then
// `dotenv` for what is not set there. A named profile does not inherit the
// container's per-profile variables. An empty value counts as unset, so that
// a provisioned but empty secret hides nothing.
EnvironmentMap EffectiveEnvironment(const EnvironmentMap& container,
                                    const std::vector<DotenvEntry>& dotenv,
                                    bool is_default_profile);

// The value of `name`; nothing if it is unset or empty.
std::optional<std::string> Lookup(const EnvironmentMap& environment,
                                  const std::string& name);

// What a value means as a switch, any case: 1, true, yes, on; 0, false, no,
// off. Nothing for any other.
std::optional<bool> ParseSwitch(const std::string& value);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONFIG_ENVIRONMENT_H_
