#ifndef HERMES_SHIM_INIT_INIT_H_
#define HERMES_SHIM_INIT_INIT_H_

#include "shim/init/init_request.h"

namespace hermes {

// Does design section 6 as PID 1 whose signals are already blocked: prepares as
// root, drops root for good, starts s6-svscan as a child, runs the command or
// is the heartbeat, and ends everything in order. Returns the container's exit
// code when no process of the tree is left.
int RunAsInit(const InitRequest& request);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_INIT_H_
