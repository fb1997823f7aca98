#ifndef GATEWAY_PROFILE_CONFIG_CLONE_H_
#define GATEWAY_PROFILE_CONFIG_CLONE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// The part of a config.yaml that a clone of a profile gets.
struct ConfigClone {
  std::string text;
  std::vector<std::string> left_out;  // top-level sections, in file order
};

// Returns true if the setting `key`, at any depth, must not be copied to
// another profile: platforms and their settings, bot tokens, allow-lists, home
// channels, cron jobs. A model's own `api_key` may be copied. Pure.
bool IsProfileSpecific(const std::string& key);

// Removes whole top-level sections from `text`: those that IsProfileSpecific()
// names, those that contain such a key at any depth, and those that aliases
// make too deep or too large to check. Everything else is kept byte for byte,
// including comments. Pure. Errors: InvalidArgument "LINE: what is wrong" for a
// text that is not a map of sections, or whose sections cannot be separated by
// lines.
absl::StatusOr<ConfigClone> CloneConfig(const std::string& text);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_CONFIG_CLONE_H_
