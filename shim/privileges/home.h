#ifndef HERMES_SHIM_PRIVILEGES_HOME_H_
#define HERMES_SHIM_PRIVILEGES_HOME_H_

#include <string_view>

#include "shim/base/environment.h"

namespace hermes {

// Sets HOME to `data_root` where it is missing, empty, "/" or "/root": root's
// home is out of reach for whoever is not root any more. Any other HOME stays.
void LeaveRootsHome(std::string_view data_root, Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_HOME_H_
