#ifndef HERMES_SHIM_PROFILE_DATA_FILES_H_
#define HERMES_SHIM_PROFILE_DATA_FILES_H_

#include <optional>
#include <string>

namespace hermes {

// The content of <root>/active_profile; nothing if there is no such file, or
// none that is small and can be read.
std::optional<std::string> ReadActiveProfile(const std::string& root);

// True if <root>/profiles/<profile> is a directory, and also where this uid may
// not find out: the gateway then says what is wrong. `profile` must be a valid
// name.
bool ProfileExists(const std::string& root, const std::string& profile);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_DATA_FILES_H_
