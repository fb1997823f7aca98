#ifndef HERMES_SHIM_INIT_DATA_OWNERSHIP_H_
#define HERMES_SHIM_INIT_DATA_OWNERSHIP_H_

#include <sys/types.h>

#include <string_view>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// What belonged to `from`, or to root, is to be of `uid` and `gid`.
struct OwnershipChange {
  uid_t from = 0;
  uid_t uid = 0;
  gid_t gid = 0;
};

// True for the names that Hermes itself makes in its data root; everything else
// there is somebody else's. Pure.
bool IsMadeByHermes(std::string_view name);

// Gives away what Hermes itself has made below the open data root: regular
// files and directories of `from` or of root, whole trees. Left alone are other
// names of the data root, other owners' files (and whatever is in their
// directories), links and what they lead to, files with several names, mounts,
// and all modes; where the kernel cannot say whether something is a mount, that
// is left alone too. Goes on after a failure and returns the last one: E2BIG
// for what lies below 131072 levels, or where a million names would have to be
// kept in mind; ESTALE where a directory was moved meanwhile, which ends it.
// Neither the stack nor the number of open files grows with the depth. Called
// as root.
Expected<void> GiveHermesFiles(const UniqueFd& data_root,
                               const OwnershipChange& change);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_DATA_OWNERSHIP_H_
