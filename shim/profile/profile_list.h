#ifndef HERMES_SHIM_PROFILE_PROFILE_LIST_H_
#define HERMES_SHIM_PROFILE_PROFILE_LIST_H_

#include <string>
#include <vector>

namespace hermes {

// The profiles of a data root: "default" first, then the valid names in
// <root>/profiles whose directory has a file SOUL.md, sorted. Follows symlinks.
// Names that begin with a dot, invalid ones and "default" there are passed
// over; so is everything where the directory cannot be read. Looks at nothing
// but that one directory and each SOUL.md.
std::vector<std::string> ListProfiles(const std::string& root);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_PROFILE_LIST_H_
