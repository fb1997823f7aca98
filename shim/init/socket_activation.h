#ifndef HERMES_SHIM_INIT_SOCKET_ACTIVATION_H_
#define HERMES_SHIM_INIT_SOCKET_ACTIVATION_H_

#include <sys/types.h>

#include "shim/base/child_process.h"
#include "shim/base/environment.h"

namespace hermes {

// How many listening sockets, on descriptors 3 and up, `environment` hands to
// the process `self` (LISTEN_PID, LISTEN_FDS); 0 where it hands them to another
// one, or is not understood. Pure.
int SocketsFor(pid_t self, const Environment& environment);

// Has a child of `self` take them over: it finds its own pid in LISTEN_PID.
// Changes nothing where there are none for `self`. Pure.
void HandSocketsOn(pid_t self, ChildRequest& child);

// In a child that is not to have them: they go at its exec. `count` as told by
// SocketsFor(). Async-signal-safe.
void CloseSocketsAtExec(int count);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_SOCKET_ACTIVATION_H_
