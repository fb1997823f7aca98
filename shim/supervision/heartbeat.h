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

// Blocks until the heartbeat of the slot of `profile` ends, and returns its
// exit code. It ends on TERM, INT and QUIT, with HeartbeatExitCode(), after it
// has sent STOPPING=1 to the service manager that `environment` names; and, if
// settings.on_fatal is kExit, when the slot fails permanently. On each SIGCHLD
// it calls `on_child_exit`, and ends with the exit code that this returns, if
// any. HUP, USR1 and USR2 are forwarded to the slot through `control`; apart
// from the s6-svc that this takes, no program is started.
// Reports on stderr: each permanent failure, a signal that could not be
// forwarded, and, once, why failures have to be polled for, if so. Returns
// memory to the kernel before the first wait. Ends no process of the tree.
// Requires: WaitedSignals() are blocked; `wait` watches that slot.
int RunHeartbeat(HeartbeatWait& wait, SlotControl& control,
                 const std::string& profile, const Environment& environment,
                 const SupervisionSettings& settings,
                 absl::FunctionRef<std::optional<int>()> on_child_exit);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_HEARTBEAT_H_
