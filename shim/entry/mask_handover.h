#ifndef HERMES_SHIM_ENTRY_MASK_HANDOVER_H_
#define HERMES_SHIM_ENTRY_MASK_HANDOVER_H_

#include <signal.h>
#include <sys/types.h>

#include <optional>

#include "shim/base/environment.h"

namespace hermes {

// When this program executes itself under another name, signals stay blocked,
// so that none is lost. The environment then carries the mask with which the
// user's program must start. Both functions are pure.

// Adds `mask` to the environment, for the process `pid` after its exec.
void HandMaskOn(const sigset_t& mask, pid_t pid, Environment& environment);

// Removes the mask from the environment and returns it. Returns std::nullopt
// and changes nothing if the environment has no valid mask for `pid`.
std::optional<sigset_t> ConsumeHandedMask(pid_t pid, Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_MASK_HANDOVER_H_
