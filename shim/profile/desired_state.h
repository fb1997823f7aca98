#ifndef HERMES_SHIM_PROFILE_DESIRED_STATE_H_
#define HERMES_SHIM_PROFILE_DESIRED_STATE_H_

#include <optional>
#include <string>

#include "shim/base/expected.h"

namespace hermes {

// The content of a state file with `desired_state` set and `updated_at` the
// integer `now`; every other byte stays. Where there is no text, or none that
// is a whole JSON object, an object of these two alone. Pure.
std::string WithDesiredState(const std::optional<std::string>& text,
                             bool running, long long now);

// Records what an operator wants in the home's gateway_state.json: in one
// rename, synced to the disk, with the file's mode kept and, where root calls,
// the home's owner; under the lock of `.gateway_state.lock`. Waits at most 1 s
// for that lock and then, as on a file system without locks, goes on without
// it. A file that cannot be read for other reasons than that it is missing or
// damaged is left alone, with the error.
Expected<void> WriteDesiredState(const std::string& profile_home, bool running);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_DESIRED_STATE_H_
