#ifndef HERMES_SHIM_INIT_PREPARATION_H_
#define HERMES_SHIM_INIT_PREPARATION_H_

#include <optional>
#include <string>

#include "shim/base/expected.h"
#include "shim/init/init_request.h"
#include "shim/init/tree_directories.h"

namespace hermes {

// What is there once root is gone.
struct Preparation {
  int refused = 0;  // an exit code: nothing can run, and why has been said
  TreeDirectories directories;
  std::optional<Error> no_tree;  // why there are no directories, if so
  bool dropped_root = false;
};

// Root's part of the boot, ended by giving root up for good: the tree's
// directories, the data root, the terminals, the uid. Works without root as
// well and then changes no identity. Says why it refuses; lines about the boot
// only for a `gateway run`.
Preparation Prepare(const InitRequest& request);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_PREPARATION_H_
