#ifndef HERMES_SHIM_PROFILE_DATA_FILES_H_
#define HERMES_SHIM_PROFILE_DATA_FILES_H_

#include <optional>
#include <string>

namespace hermes {

// Returns the content of <root>/active_profile, or std::nullopt if the file is
// missing, cannot be read or is larger than 4 KiB.
std::optional<std::string> ReadActiveProfile(const std::string& root);

// Returns true if <root>/profiles/<profile> is a directory, and also if this
// uid may not find out: the gateway then reports the error. `profile` must be a
// valid name.
bool ProfileExists(const std::string& root, const std::string& profile);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_DATA_FILES_H_
