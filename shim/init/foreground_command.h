#ifndef HERMES_SHIM_INIT_FOREGROUND_COMMAND_H_
#define HERMES_SHIM_INIT_FOREGROUND_COMMAND_H_

#include <sys/types.h>

#include "absl/functional/function_ref.h"
#include "shim/base/child_process.h"
#include "shim/base/expected.h"
#include "shim/init/children.h"

namespace hermes {

// Starts the command in a session of its own, with the container's terminal if
// there is one, and with `umask` restored. Errors: why it cannot be executed.
Expected<pid_t> StartForegroundCommand(const ChildRequest& request,
                                       mode_t umask);

// Waits for children->command and returns its exit code. Meanwhile reaps,
// hands every signal but CHLD to the command's pid unchanged, and kills the
// command `stop_timeout_ms` after a first TERM that it has survived. Calls
// `scan_lost` once if s6-svscan ends.
// Requires: children->command is alive or not yet reaped; signals blocked.
int WaitForForegroundCommand(Children* children, long stop_timeout_ms,
                             absl::FunctionRef<void()> scan_lost);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_FOREGROUND_COMMAND_H_
