#ifndef HERMES_SHIM_SCRIPTS_RUN_SLOT_H_
#define HERMES_SHIM_SCRIPTS_RUN_SLOT_H_

#include <string>

#include "shim/base/process_context.h"

namespace hermes {

// Runs as a slot's `run`. The working directory is the slot; signals are
// blocked. Redirects stderr to the log pipe, becomes the slot's operator,
// records this life, waits for the delay that `finish` has set, waits as long
// as HoldOf() requires, and then becomes the gateway or the dashboard. A stop
// ends any wait at once; the exit code is then 0. A start by an operator ends
// the delay.
//
// The program gets the notification descriptor as HERMES_NOTIFY_FD if it is
// ours or HERMES_GATEWAY_NOTIFY is 1. For any other program, `run` reports
// readiness just before the exec.
//
// Returns only if it does not become a program: 0 after a stop; 126 or 127 if
// no program can be executed; 78 if the profile was deleted (`finish`
// reports that); 77 if root cannot be given up or the slot's environment file
// must not be trusted; 71 if data/ cannot be opened.
int RunSlot(const ProcessContext& context, const std::string& slot);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_RUN_SLOT_H_
