#ifndef HERMES_SHIM_PROFILE_PROFILE_HOME_H_
#define HERMES_SHIM_PROFILE_PROFILE_HOME_H_

#include <optional>
#include <string>
#include <string_view>

#include "shim/base/environment.h"

namespace hermes {

// Returns the directory in which the gateway of a slot keeps its files, or
// std::nullopt for the dashboard, which has no profile. `environment` is that
// of the container's main command. Pure.
std::optional<std::string> ProfileHomeOfSlot(std::string_view slot,
                                             const Environment& environment);

// Returns true if the profile of the slot was deleted: its directory does not
// exist, although the directory of all profiles does (if that is missing too,
// the volume may not be mounted). Always false for `default`, whose directory
// is the data root, and for the dashboard.
bool IsProfileGone(std::string_view slot, const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_PROFILE_HOME_H_
