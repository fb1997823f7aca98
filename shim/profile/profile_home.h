#ifndef HERMES_SHIM_PROFILE_PROFILE_HOME_H_
#define HERMES_SHIM_PROFILE_PROFILE_HOME_H_

#include <optional>
#include <string>
#include <string_view>

#include "shim/base/environment.h"

namespace hermes {

// The directory in which the gateway of a slot keeps its files; nothing for the
// dashboard, which has no profile. `environment` is the main command's. Pure.
std::optional<std::string> ProfileHomeOfSlot(std::string_view slot,
                                             const Environment& environment);

// True if the profile of the slot was deleted: its directory is not there,
// though the directory of all profiles is. Never true for `default`, whose
// directory is the data root. A volume that is not there says nothing.
bool IsProfileGone(std::string_view slot, const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_PROFILE_HOME_H_
