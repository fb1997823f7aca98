#ifndef HERMES_SHIM_INIT_REMOVE_TREE_H_
#define HERMES_SHIM_INIT_REMOVE_TREE_H_

#include <string>

#include "shim/base/expected.h"

namespace hermes {

// Removes `name`, relative to the directory `dir_fd` (or AT_FDCWD), whatever it
// is, with all that is in it. Follows no symbolic link and crosses no mount:
// what lies on another device than `name` itself stays, and the result is EXDEV
// after everything else is gone. Nothing there is no error.
Expected<void> RemoveAll(int dir_fd, const std::string& name);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_REMOVE_TREE_H_
