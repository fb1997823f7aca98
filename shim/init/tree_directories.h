#ifndef HERMES_SHIM_INIT_TREE_DIRECTORIES_H_
#define HERMES_SHIM_INIT_TREE_DIRECTORIES_H_

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// The directories of this container's supervision tree.
struct TreeDirectories {
  std::string run_directory;
  std::string scandir;  // an empty directory, until slots are published
  // The scandir, even if its name leads elsewhere later.
  UniqueFd scandir_fd;
  // Holds the lock on the run directory. While it is open, no other
  // hermes-entry uses that run directory, even before the tree is live.
  UniqueFd lock;
};

// Facts about an existing run directory, for RunDirectoryObjection().
struct RunDirectoryFacts {
  uid_t owner = 0;
  mode_t mode = 0;
  uid_t own_uid = 0;   // of this process
  uid_t tree_uid = 0;  // of the tree's processes
};

// Returns why no tree may be made in the directory, as an Error's stage; "" if
// one may. The reason for the check: a user who can rename entries of the
// directory can replace the tree's scan directory. A directory of root is
// accepted with any mode, because platforms mount them with 01777 or 0777.
// Pure.
std::string_view RunDirectoryObjection(const RunDirectoryFacts& facts);

// Uses the first of `candidates` in which a tree can be made: moves aside and
// removes the entries that an earlier run left there (service, s6,
// hermes-entry), then makes service/, s6/basedir/ and hermes-entry/tree (the
// mark of a tree of hermes-entry), owned by `uid` and `gid`. Skips a candidate
// with a live scandir, one that another hermes-entry has locked, and one with a
// RunDirectoryObjection(), which is checked on the open directory. Follows no
// symbolic link below the candidate and touches no other entry of it.
// Returns the error of the last candidate if none can be used.
Expected<TreeDirectories> MakeTreeDirectories(
    const std::vector<std::string>& candidates, uid_t uid, gid_t gid);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_TREE_DIRECTORIES_H_
