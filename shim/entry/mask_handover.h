#ifndef HERMES_SHIM_ENTRY_MASK_HANDOVER_H_
#define HERMES_SHIM_ENTRY_MASK_HANDOVER_H_

#include <signal.h>
#include <sys/types.h>

#include <optional>

#include "shim/base/environment.h"

namespace hermes {

// When this program executes itself under another name its signals stay
// blocked, so that none is lost; the mask that the user's program must start
// with then travels in the environment. Both functions are pure.

// Adds the mask for a process that keeps the pid `pid` over its exec.
void HandMaskOn(const sigset_t& mask, pid_t pid, Environment& environment);

// Takes the mask out of the environment. Nothing, and the environment as it
// was, if there is none for this `pid`.
std::optional<sigset_t> TakeHandedMask(pid_t pid, Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_MASK_HANDOVER_H_
