#ifndef HERMES_SHIM_INIT_PREPARATION_H_
#define HERMES_SHIM_INIT_PREPARATION_H_

#include <optional>
#include <string>

#include "shim/base/expected.h"
#include "shim/init/init_request.h"
#include "shim/init/tree_directories.h"

namespace hermes {

// The result of Prepare().
struct Preparation {
  // If not 0, the command cannot run: exit with this code. The reason was
  // already reported.
  int refused = 0;
  TreeDirectories directories;
  std::optional<Error> no_tree;  // why `directories` could not be made, if so
  bool dropped_root = false;
};

// Does the part of the boot that needs root: makes the tree's directories,
// prepares the data root and the terminals, and then drops root permanently.
// Without root it does the same as far as it can and changes no identity.
// Reports why it refuses; prints other lines only for a `gateway run`.
Preparation Prepare(const InitRequest& request);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_PREPARATION_H_
