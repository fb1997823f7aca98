#ifndef HERMES_SHIM_PROFILE_PROFILE_H_
#define HERMES_SHIM_PROFILE_PROFILE_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"

namespace hermes {

// The parts of HERMES_HOME: the data root that all profiles share, and the
// profile's name if the value is "<root>/profiles/<name>".
struct DataHome {
  std::string root;
  std::optional<std::string> profile;
};

// Parses the value of HERMES_HOME; empty means /opt/data. Ignores trailing
// slashes. Does not check whether the profile's name is valid. Pure.
DataHome ParseDataHome(std::string_view home);

// Returns the directory of a profile: the root itself for `default`.
std::string ProfileDirectory(std::string_view root, std::string_view profile);

// The places that may name the profile, the strongest first.
struct ProfileSources {
  std::optional<std::string> option;          // -p
  std::optional<std::string> home;            // HERMES_HOME=<root>/profiles/X
  std::optional<std::string> active_profile;  // content of that file
};

struct ProfileChoice {
  std::string name;     // valid; empty if there is an error
  std::string error;    // a usage error, as one line
  std::string warning;  // one line, or empty
};

// Chooses the profile of a `gateway run`: the name from the strongest source
// that has one, else `default`. An invalid name or a profile that does not
// exist is an error, except in the active_profile file: that falls back to
// `default` with a warning, because a deleted profile must not keep the
// container from starting. `default` always exists. Pure except for `exists`,
// which is called at most once.
ProfileChoice ChooseProfile(const ProfileSources& sources,
                            absl::FunctionRef<bool(const std::string&)> exists);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_PROFILE_H_
