#ifndef HERMES_SHIM_INIT_SOCKET_ACTIVATION_H_
#define HERMES_SHIM_INIT_SOCKET_ACTIVATION_H_

#include <sys/types.h>

#include "shim/base/child_process.h"
#include "shim/base/environment.h"

namespace hermes {

// Returns the number of listening sockets, on descriptors 3 and up, that
// `environment` passes to the process `self` (LISTEN_PID, LISTEN_FDS). Returns
// 0 if it passes them to another process, or if a value is not a number or is
// above 1024. Pure.
int SocketsFor(pid_t self, const Environment& environment);

// Passes the sockets of `self` on to a child, which will find its own pid in
// LISTEN_PID. Changes nothing if `self` has none. Pure.
void HandSocketsOn(pid_t self, ChildRequest& child);

// Sets close-on-exec on the sockets, in a child that must not have them.
// `count` is the result of SocketsFor(). Async-signal-safe.
void CloseSocketsAtExec(int count);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_SOCKET_ACTIVATION_H_
