#ifndef HERMES_SHIM_INIT_DATA_ROOT_H_
#define HERMES_SHIM_INIT_DATA_ROOT_H_

#include <sys/types.h>

#include <string>

#include "shim/base/expected.h"

namespace hermes {

// Returns one line that says why `path` (the root of HERMES_HOME) must not hold
// data: it is a system directory, or the way there has a link that other users
// could have made. Returns "" if it may. Changes nothing. Requires: called as
// root.
std::string DataRootObjection(const std::string& path);

// Creates the data root (one level) if it does not exist, and gives it to `uid`
// and `gid` if MayGiveDataRoot(), together with everything that Hermes itself
// has made in it (data_ownership.h). Only a directory of root, such as a new
// bind mount, or of `image_uid`, such as a new volume, qualifies; leaves a
// directory of any other owner as it is, which is not an error. Follows no link
// at the last component and changes no mode. If `uid` owns the data root
// already, changes nothing in it. Requires: called as root.
Expected<void> PrepareDataRoot(const std::string& path, uid_t uid, gid_t gid,
                               uid_t image_uid);

// Returns true if this process may create files in `path`.
bool IsWritableDirectory(const std::string& path);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_DATA_ROOT_H_
