#ifndef GATEWAY_PROFILE_PROFILE_CHOICE_H_
#define GATEWAY_PROFILE_PROFILE_CHOICE_H_

#include <functional>
#include <optional>
#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// Everything the choice of a profile rests on, gathered beforehand.
struct ProfileFacts {
  std::optional<std::string> option;  // -p
  std::string home_variable;          // HERMES_HOME, "" if unset
  std::string user_home;              // HOME, "" if unset
  bool image_home_exists = false;     // there is a directory /opt/data
  bool supervised_child = false;      // HERMES_SUPERVISED_CHILD is set
  std::string working_directory;      // makes a relative HERMES_HOME absolute
};

// The root of all profiles and what HERMES_HOME alone says about the profile.
struct ProfileRoot {
  std::string path;                  // absolute, without a trailing slash
  std::optional<std::string> named;  // from HERMES_HOME=<root>/profiles/<name>
};

// A profile that may be run.
struct Profile {
  std::string name;  // "default" or a valid name
  std::string root;
  std::string home;     // root, or <root>/profiles/<name>
  std::string warning;  // "" or one line for the user
  bool is_default() const { return name == "default"; }
};

// True for ^[a-z0-9][a-z0-9_-]{0,63}$. Nothing is trimmed or lower-cased.
bool IsProfileName(const std::string& name);

// The home of the profile `name`: `root` itself for default. Pure.
std::string ProfileHome(const std::string& root, const std::string& name);

// HERMES_HOME, else /opt/data where that exists, else ~/.hermes.
// Errors: InvalidArgument if none of the three is there.
absl::StatusOr<ProfileRoot> FindProfileRoot(const ProfileFacts& facts);

// The profile in force: -p, else `root.named`, else `active_profile` (the
// content of <root>/active_profile, "" if there is none; not looked at in a
// supervised child), else default. `exists` says whether a profile's directory
// is there and is asked for named profiles only.
// Errors: InvalidArgument for a bad name and for an unknown profile. An
// active_profile of either kind falls back to default with a warning.
absl::StatusOr<Profile> ChooseProfile(
    const ProfileFacts& facts, const ProfileRoot& root,
    const std::string& active_profile,
    const std::function<bool(const std::string& home)>& exists);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_PROFILE_CHOICE_H_
