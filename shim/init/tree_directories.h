#ifndef HERMES_SHIM_INIT_TREE_DIRECTORIES_H_
#define HERMES_SHIM_INIT_TREE_DIRECTORIES_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// Where the supervision tree of this container lives.
struct TreeDirectories {
  std::string run_directory;
  std::string scandir;  // empty but for what is published later
  // As long as it is open, no other hermes-entry takes that run directory, also
  // before the tree is live.
  UniqueFd lock;
};

// Takes the first of `candidates` in which a tree can be made: moves aside and
// removes what an earlier run left there under our own names (service, s6,
// hermes-entry), then makes service/, s6/basedir/ and hermes-entry/tree (the
// mark of a tree of ours), owned by uid and gid. A candidate with a live
// scandir, or one that another hermes-entry has locked, belongs to somebody
// else and is passed over. Follows no symbolic link
// below the candidate and touches no other name.
// Error: that of the last candidate, when none could be used.
Expected<TreeDirectories> MakeTreeDirectories(
    const std::vector<std::string>& candidates, uid_t uid, gid_t gid);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_TREE_DIRECTORIES_H_
