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
  // True if SIGCHLD was ignored: the result of RestoreChildSignal(). The
  // dispositions of other signals are not recorded, because they stay
  // unchanged.
  bool child_signal_ignored = false;
  // The absolute path of this binary, without symbolic links.
  std::string shim_program;
};

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_PROCESS_CONTEXT_H_
