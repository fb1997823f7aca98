#ifndef HERMES_SHIM_SUPERVISION_HEARTBEAT_H_
#define HERMES_SHIM_SUPERVISION_HEARTBEAT_H_

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "shim/base/environment.h"
#include "shim/slot/slot_control.h"
#include "shim/supervision/heartbeat_wait.h"
#include "shim/supervision/settings.h"

namespace hermes {

// Waits as the heartbeat of the slot of `profile` and returns an exit code:
//  - on TERM, INT and QUIT that of HeartbeatExitCode(), after it has sent
//    STOPPING=1 to the service manager that `environment` names;
//  - on a permanent failure of the slot that of FatalExitCode(), if
//    settings.on_fatal is kExit;
//  - on SIGCHLD the one that `on_child_exit` returns, if it returns one.
// Forwards HUP, USR1 and USR2 to the slot through `control`, which runs s6-svc;
// it starts no other program. Reports on stderr each permanent failure, each
// signal that could not be forwarded and, once, why failures are polled for, if
// they are. Returns memory to the kernel before it waits. Ends no process of
// the tree; that is the caller's task.
// Requires: WaitedSignals() are blocked; `wait` watches that slot.
int RunHeartbeat(HeartbeatWait& wait, SlotControl& control,
                 const std::string& profile, const Environment& environment,
                 const SupervisionSettings& settings,
                 absl::FunctionRef<std::optional<int>()> on_child_exit);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_HEARTBEAT_H_
