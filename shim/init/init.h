#ifndef HERMES_SHIM_INIT_INIT_H_
#define HERMES_SHIM_INIT_INIT_H_

#include "shim/init/init_request.h"

namespace hermes {

// Does design section 6 with signals already blocked: prepares as root, drops
// root for good, starts s6-svscan as a child, runs the command or is the
// heartbeat, and ends everything in order. Returns the exit code when no
// process of the tree is left.
// Below somebody else's PID 1 it adopts the orphans of its tree and signals
// nothing but what it has started or adopted; where supervision is impossible
// there it executes the command in its own place, and then does not return.
int RunAsInit(const InitRequest& request);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_INIT_H_
