#ifndef HERMES_SHIM_INIT_FOREGROUND_COMMAND_H_
#define HERMES_SHIM_INIT_FOREGROUND_COMMAND_H_

#include <sys/types.h>

#include "absl/functional/function_ref.h"
#include "shim/base/child_process.h"
#include "shim/base/expected.h"
#include "shim/init/children.h"

namespace hermes {

// Starts the command in its own session, with the container's terminal, if it
// has one, and with `umask`. Errors: the reason why it cannot be executed.
Expected<pid_t> StartForegroundCommand(const ChildRequest& request,
                                       mode_t umask);

// Waits for children->command and returns its exit code. Meanwhile reaps all
// children, forwards every signal of ForegroundActionFor() to the command's pid
// unchanged, and kills the command if it still runs `stop_timeout_ms` after the
// first TERM. Calls `on_svscan_death` once if s6-svscan ends.
// Requires: children->command is alive or not yet reaped; signals blocked.
int WaitForForegroundCommand(Children* children, long stop_timeout_ms,
                             absl::FunctionRef<void()> on_svscan_death);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_FOREGROUND_COMMAND_H_
