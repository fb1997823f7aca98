#ifndef HERMES_SHIM_INIT_TREE_DIRECTORIES_H_
#define HERMES_SHIM_INIT_TREE_DIRECTORIES_H_

#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// Where the supervision tree of this container lives.
struct TreeDirectories {
  std::string run_directory;
  std::string scandir;  // empty but for what is published later
  // It itself, whatever its name leads to later.
  UniqueFd scandir_fd;
  // As long as it is open, no other hermes-entry takes that run directory, also
  // before the tree is live.
  UniqueFd lock;
};

// What a run directory that is there is judged by.
struct RunDirectoryFacts {
  uid_t owner = 0;
  mode_t mode = 0;
  uid_t own_uid = 0;   // this process's
  uid_t tree_uid = 0;  // the tree's
};

// Why no tree may be made in the directory, as an Error's stage; empty if one
// may. Whoever can rename what is in it can put a scan directory
// of their own in the place of the tree's. Root's directory is taken whatever
// its mode is, since platforms mount them open to all (01777, 0777). Pure.
std::string_view RunDirectoryObjection(const RunDirectoryFacts& facts);

// Takes the first of `candidates` in which a tree can be made: moves aside and
// removes what an earlier run left there under our own names (service, s6,
// hermes-entry), then makes service/, s6/basedir/ and hermes-entry/tree (the
// mark of a tree of ours), owned by uid and gid. A candidate with a live
// scandir, or one that another hermes-entry has locked, belongs to somebody
// else and is passed over, and so is one with a RunDirectoryObjection(): it is
// examined once it is open. Follows no symbolic link
// below the candidate and touches no other name.
// Error: that of the last candidate, when none could be used.
Expected<TreeDirectories> MakeTreeDirectories(
    const std::vector<std::string>& candidates, uid_t uid, gid_t gid);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_TREE_DIRECTORIES_H_
