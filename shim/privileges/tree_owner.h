#ifndef HERMES_SHIM_PRIVILEGES_TREE_OWNER_H_
#define HERMES_SHIM_PRIVILEGES_TREE_OWNER_H_

#include <string>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/privileges/identity.h"

namespace hermes {

// Who the tree will be, decided before anything is made.
struct TreeOwner {
  Identity identity;
  bool drop_root = false;  // false: this process is that identity already
};

// A refusal: what to say, and the exit code.
struct Refusal {
  int exit_code = 0;  // 0: not refused
  std::string message;
};

// Reads the facts (euid, groups, capabilities, /etc/passwd, /etc/group) and
// chooses. Not root: this very identity, whatever it is. Root that may change
// its uid: the hermes user. Root that may not: refused with 77, unless
// HERMES_ALLOW_ROOT_GATEWAY is 1, true or yes. Changes nothing.
Refusal ChooseTreeOwner(const Environment& environment, TreeOwner* owner);

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_TREE_OWNER_H_
