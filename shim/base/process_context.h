#ifndef HERMES_SHIM_BASE_PROCESS_CONTEXT_H_
#define HERMES_SHIM_BASE_PROCESS_CONTEXT_H_

#include <signal.h>

#include <string>

#include "shim/base/environment.h"

namespace hermes {

// The state in which this process was started. main() gathers it once;
// programs that are executed for the user start in exactly this state.
struct ProcessContext {
  Environment environment;
  sigset_t signal_mask;  // the mask before BlockWaitedSignals()
  // The result of RestoreChildSignal(): SIGCHLD was ignored. This program
  // changes no other disposition.
  bool child_signal_ignored = false;
  std::string shim_program;  // absolute path of this binary, links resolved
};

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_PROCESS_CONTEXT_H_
