#ifndef HERMES_SHIM_PRIVILEGES_HOME_H_
#define HERMES_SHIM_PRIVILEGES_HOME_H_

#include <string_view>

#include "shim/base/environment.h"

namespace hermes {

// Sets HOME to `data_root` if it is missing, empty, "/" or "/root": a process
// that has given up root cannot use root's home. Keeps any other HOME.
void LeaveRootsHome(std::string_view data_root, Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_HOME_H_
