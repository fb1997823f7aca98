#ifndef HERMES_SHIM_PROFILE_PROFILE_LIST_H_
#define HERMES_SHIM_PROFILE_PROFILE_LIST_H_

#include <string>
#include <vector>

namespace hermes {

// Returns the profiles of a data root: "default" first, then, sorted, the valid
// names in <root>/profiles whose directory has a file SOUL.md. Follows
// symlinks. Skips names that begin with a dot, other invalid names, and
// "default" in that directory. Returns only "default" if the directory cannot
// be read. Examines only that directory and each SOUL.md.
std::vector<std::string> ListProfiles(const std::string& root);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_PROFILE_LIST_H_
