#ifndef HERMES_SHIM_PROFILE_DESIRED_STATE_H_
#define HERMES_SHIM_PROFILE_DESIRED_STATE_H_

#include <optional>
#include <string>

#include "shim/base/expected.h"

namespace hermes {

// Returns the content of a state file with `desired_state` set and with the
// integer `now` as `updated_at`; every other byte stays. If the text is missing
// or is not a complete JSON object, returns an object with only these two
// members. Pure.
std::string WithDesiredState(const std::optional<std::string>& text,
                             bool running, long long now);

// Records the operator's intent in the home's gateway_state.json, under the
// lock of `.gateway_state.lock`. Replaces the file in one rename, syncs it to
// the disk, keeps its mode and, if the caller is root, gives it to the home's
// owner. Waits at most 1 s for the lock and then continues without it, as on a
// file system without locks. If the file exists and cannot be read, although it
// is not damaged, leaves it unchanged and returns the error.
Expected<void> WriteDesiredState(const std::string& profile_home, bool running);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_DESIRED_STATE_H_
