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

// What a child is to become. `program` is a path: PATH is never searched.
struct ChildRequest {
  std::string program;
  std::vector<std::string> argv;  // argv[0] included; never empty
  Environment environment;
  sigset_t signal_mask;              // what the program starts with
  bool ignore_child_signal = false;  // it starts with SIGCHLD ignored
  // Spawn() alone: the variable of this name has the child's own pid as its
  // value. Empty: there is none.
  std::string pid_variable{};
};

// Replaces this process by the program. Returns only on failure; the mask is
// then what `signal_mask` says.
Error Exec(const ChildRequest& request);

// Forks and executes. `in_child` runs in the child just before the exec with
// signals still blocked; it may only make async-signal-safe calls and returns 0
// or an error number, which cancels the exec. Returns the child's pid once the
// exec has happened (a close-on-exec pipe tells), or the stage that failed; the
// failed child has then been reaped. A fork that fails with EAGAIN or ENOMEM is
// tried again for half a second.
Expected<pid_t> Spawn(const ChildRequest& request,
                      absl::FunctionRef<int()> in_child);

// What a finished program said. `exit_code` is 128+n after signal n.
struct ProgramResult {
  int exit_code = 0;
  std::string output;       // stdout, at most 64 KiB
  std::string stderr_text;  // stderr, at most 64 KiB
};

// Runs a short-lived program to its end with stdin from /dev/null and collects
// its output. Waits for this child alone. After `deadline_ms` it is killed and
// the error is ETIMEDOUT.
Expected<ProgramResult> RunProgram(const ChildRequest& request,
                                   int deadline_ms = 10000);

// 128+n after signal n, else the exit code, of a status as waitpid gives it.
int ExitCodeOfStatus(int wait_status);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_CHILD_PROCESS_H_
