#ifndef HERMES_SHIM_PRIVILEGES_TREE_OWNER_H_
#define HERMES_SHIM_PRIVILEGES_TREE_OWNER_H_

#include <string>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/privileges/identity.h"

namespace hermes {

// The identity that the tree will run with. It is chosen before anything is
// created.
struct TreeOwner {
  Identity identity;
  bool drop_root = false;  // false if this process has that identity already
};

// The message and exit code with which a start is refused.
struct StartError {
  int exit_code = 0;  // 0 if it is not refused
  std::string message;
};

// Chooses the owner of the tree, from the euid, groups and capabilities of this
// process, /etc/passwd and /etc/group:
//  - If this process is not root: its own identity.
//  - If it is root and may change its uid: the hermes user.
//  - If it is root and may not: refuses with 77, unless
//    HERMES_ALLOW_ROOT_GATEWAY is 1, true or yes; then its own identity.
// Refuses with 64 if the environment has an invalid id. Changes nothing.
StartError ChooseTreeOwner(const Environment& environment, TreeOwner* owner);

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_TREE_OWNER_H_
