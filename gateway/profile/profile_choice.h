#ifndef GATEWAY_PROFILE_PROFILE_CHOICE_H_
#define GATEWAY_PROFILE_PROFILE_CHOICE_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// Everything that the choice of a profile depends on.
struct ProfileFacts {
  std::optional<std::string> option;  // -p
  std::string home_variable;          // HERMES_HOME, "" if unset
  std::string user_home;              // HOME, "" if unset
  bool image_home_exists = false;     // whether /opt/data is a directory
  bool supervised_child = false;      // whether HERMES_SUPERVISED_CHILD is set
  std::string working_directory;      // base of a relative HERMES_HOME
};

// The root of all profiles, and the profile that HERMES_HOME names.
struct ProfileRoot {
  std::string path;                  // absolute, without a trailing slash
  std::optional<std::string> named;  // from HERMES_HOME=<root>/profiles/<name>
};

// A profile that can be run.
struct Profile {
  std::string name;  // "default" or a valid name
  std::string root;
  std::string home;     // root, or <root>/profiles/<name>
  std::string warning;  // "" or one line for the user
  bool is_default() const { return name == "default"; }
};

// Returns true for ^[a-z0-9][a-z0-9_-]{0,63}$. Neither trims nor lower-cases.
bool IsProfileName(const std::string& name);

// Returns the home of the profile `name`: for default, `root` itself. Pure.
std::string ProfileHome(const std::string& root, const std::string& name);

// Returns HERMES_HOME, otherwise /opt/data if it exists, otherwise ~/.hermes.
// Errors: InvalidArgument if none of the three is available.
absl::StatusOr<ProfileRoot> FindProfileRoot(const ProfileFacts& facts);

// Returns the profile in force: -p, otherwise `root.named`, otherwise
// `active_profile`, otherwise default. `active_profile` is the content of
// <root>/active_profile, "" if there is none; it is ignored in a supervised
// child. `exists` returns whether a profile's directory exists and is called
// only for named profiles.
// Errors: InvalidArgument for an invalid name or an unknown profile. If
// active_profile is the cause, falls back to default with a warning instead.
absl::StatusOr<Profile> ChooseProfile(
    const ProfileFacts& facts, const ProfileRoot& root,
    const std::string& active_profile,
    const std::function<bool(const std::string& home)>& exists);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_PROFILE_CHOICE_H_
