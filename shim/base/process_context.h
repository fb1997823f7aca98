#ifndef HERMES_SHIM_BASE_PROCESS_CONTEXT_H_
#define HERMES_SHIM_BASE_PROCESS_CONTEXT_H_

#include <signal.h>

#include <string>

#include "shim/base/environment.h"

namespace hermes {

// What this process was started with, gathered once in main() and handed on:
// whatever is executed for the user starts with exactly this.
struct ProcessContext {
  Environment environment;
  sigset_t signal_mask;  // as before BlockWaitedSignals()
  // SIGCHLD was ignored, as TakeChildSignal() found; the only disposition that
  // this program ever changes.
  bool child_signal_ignored = false;
  std::string shim_program;  // absolute path of this binary, links resolved
};

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_PROCESS_CONTEXT_H_
