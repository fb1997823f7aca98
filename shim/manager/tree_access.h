#ifndef HERMES_SHIM_MANAGER_TREE_ACCESS_H_
#define HERMES_SHIM_MANAGER_TREE_ACCESS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/facts/s6_evidence.h"
#include "shim/facts/s6_programs.h"
#include "shim/manager/manager_error.h"

namespace hermes {

// A live tree of this container and what operates it.
struct LiveTree {
  std::string scandir;
  // The scandir's, as it was found.
  uid_t uid = 0;
  gid_t gid = 0;
  S6Programs programs;
  // Our own init made it: it hands the container's environment to its slots.
  bool is_own = false;
};

// What it means that there is no tree, as one line: what PID 1 is, and what to
// do. Pure.
std::string NotSupervisedLine(const std::optional<std::string>& pid1_name,
                              std::string_view live_scandir);

// Finds the tree and s6's programs (PATH of `environment` last). Errors:
// kNotSupervised, kS6.
Expected<LiveTree, ManagerError> FindLiveTree(const Environment& environment);

// Where root meets a tree or a slot of another uid: becomes that uid for good,
// with PID 1's groups where PID 1 has it too, and without a way to new
// privileges unless `environment` allows them. Does nothing for uid 0 and for a
// process that is not root. Errors: kDenied, kSystem.
Expected<void, ManagerError> BecomeUid(uid_t uid, gid_t gid,
                                       const Environment& environment);

// The same with the owner of a directory in one that only root can write to (a
// slot's data/ in a tree of root). Errors: also kNoSuchSlot if there is no such
// directory.
Expected<void, ManagerError> BecomeOwnerOf(const std::string& directory,
                                           const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_MANAGER_TREE_ACCESS_H_
