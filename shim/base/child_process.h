#ifndef HERMES_SHIM_BASE_CHILD_PROCESS_H_
#define HERMES_SHIM_BASE_CHILD_PROCESS_H_

#include <signal.h>
#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"

namespace hermes {

// A program to execute. `program` is a path: PATH is never searched.
struct ChildRequest {
  std::string program;
  std::vector<std::string> argv;  // argv[0] included; never empty
  Environment environment;
  sigset_t signal_mask;              // the program starts with this mask
  bool ignore_child_signal = false;  // the program starts with SIGCHLD ignored
  // Only for Spawn(): the name of a variable that is set to the child's own
  // pid; empty if no such variable is wanted.
  std::string pid_variable{};
};

// Replaces this process by the program. Returns only on failure; the signal
// mask is then `signal_mask`.
Error Exec(const ChildRequest& request);

// Forks and executes the program. `in_child` runs in the child just before the
// exec with signals still blocked; it may only make async-signal-safe calls. It
// returns 0, or an error number that cancels the exec. Spawn() returns the
// child's pid after the exec has succeeded, or an error; the failed child has
// then been reaped. If fork fails with EAGAIN or ENOMEM, Spawn() retries it for
// half a second.
Expected<pid_t> Spawn(const ChildRequest& request,
                      absl::FunctionRef<int()> in_child);

// The exit code and output of a finished program. `exit_code` is 128+n if
// signal n ended it.
struct ProgramResult {
  int exit_code = 0;
  std::string output;       // stdout, at most 64 KiB
  std::string stderr_text;  // stderr, at most 64 KiB
};

// Runs a short-lived program to its end with stdin from /dev/null and collects
// its output. Reaps only this child. Kills the program after `deadline_ms` and
// returns the error ETIMEDOUT.
Expected<ProgramResult> RunProgram(const ChildRequest& request,
                                   int deadline_ms = 10000);

// Converts a status from waitpid to an exit code: 128+n if signal n ended the
// process.
int ExitCodeOfStatus(int wait_status);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_CHILD_PROCESS_H_
