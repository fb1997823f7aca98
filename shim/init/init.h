#ifndef HERMES_SHIM_INIT_INIT_H_
#define HERMES_SHIM_INIT_INIT_H_

#include "shim/init/init_request.h"

namespace hermes {

// Runs a supervision tree from its preparation to its end: prepares as root,
// drops root permanently, starts s6-svscan as a child, runs the command or the
// heartbeat, and ends all processes in order. Returns the exit code when no
// process of the tree is left. Requires: WaitedSignals() are blocked.
// Below another PID 1 it adopts the orphans of its tree and signals only
// processes that it has started or adopted. If supervision is impossible there,
// it executes the command in this process and does not return.
int RunAsInit(const InitRequest& request);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_INIT_H_
