#ifndef HERMES_SHIM_PROFILE_PROFILE_H_
#define HERMES_SHIM_PROFILE_PROFILE_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"

namespace hermes {

// HERMES_HOME taken apart: the data root that all profiles share, and the
// profile that the variable names by being "<root>/profiles/<name>".
struct DataHome {
  std::string root;
  std::optional<std::string> profile;
};

// `home` is the value of HERMES_HOME; empty means /opt/data. Trailing slashes
// do not count. The profile's name is taken as it is, valid or not. Pure.
DataHome ParseDataHome(std::string_view home);

// The directory of a profile: the root itself for `default`.
std::string ProfileDirectory(std::string_view root, std::string_view profile);

// Where a profile's name may come from, the strongest first.
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

// The profile a `gateway run` is for: the strongest source there is, else
// `default`. A name that is not valid and a profile that does not exist are
// errors, except in the active_profile file, where they fall back to `default`
// with a warning: a profile deleted since must not keep the container down.
// `default` always exists. Pure but for `exists`, which is asked at most once.
ProfileChoice ChooseProfile(const ProfileSources& sources,
                            absl::FunctionRef<bool(const std::string&)> exists);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_PROFILE_H_
