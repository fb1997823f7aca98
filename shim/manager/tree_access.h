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

// A live tree of this container, and the programs that operate it.
struct LiveTree {
  std::string scandir;
  // The owner and group of the scandir.
  uid_t uid = 0;
  gid_t gid = 0;
  S6Programs programs;
  // True if our own init made the tree. Its slots then get the container's
  // environment.
  bool is_own = false;
};

// Returns one line that reports a missing tree, names the program of PID
// 1, and names the remedy. Pure.
std::string NotSupervisedLine(const std::optional<std::string>& pid1_name,
                              std::string_view live_scandir);

// Finds the tree and s6's programs (in PATH of `environment` last). Errors:
// kNotSupervised, kS6.
Expected<LiveTree, ManagerError> FindLiveTree(const Environment& environment);

// Becomes `uid` permanently, if this process is root and `uid` is not: with PID
// 1's groups if PID 1 has the same uid, and with no_new_privs unless
// `environment` forbids that. Otherwise does nothing. Errors: kDenied, kSystem.
Expected<void, ManagerError> BecomeUid(uid_t uid, gid_t gid,
                                       const Environment& environment);

// Calls BecomeUid() with the owner of `directory`, whose parent must be
// writable only by root (the data/ of a slot in a tree that belongs to root).
// Errors: also kNoSuchSlot if the directory does not exist.
Expected<void, ManagerError> BecomeOwnerOf(const std::string& directory,
                                           const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_MANAGER_TREE_ACCESS_H_
