#ifndef GATEWAY_PROFILE_CONFIG_CLONE_H_
#define GATEWAY_PROFILE_CONFIG_CLONE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// What a clone gets of a config.yaml.
struct ConfigClone {
  std::string text;
  std::vector<std::string> left_out;  // top-level sections, in their order
};

// True for a setting that must not get into another profile: platforms and
// what is said to them, bot tokens, allow-lists, home channels, cron jobs.
// `key` may be of any depth. A model's own `api_key` may. Pure.
bool StaysBehind(const std::string& key);

// Cuts whole top-level sections out of `text`: those that StaysBehind() names
// and those in which, at any depth, it names anything, or which aliases make
// too deep or too large to tell. What is kept is kept byte for byte, comments
// too. Pure. Errors: InvalidArgument "LINE: what is wrong" for a text that is
// no map of sections, or whose sections cannot be told apart by lines.
absl::StatusOr<ConfigClone> CloneConfig(const std::string& text);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_CONFIG_CLONE_H_
