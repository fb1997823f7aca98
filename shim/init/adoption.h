#ifndef HERMES_SHIM_INIT_ADOPTION_H_
#define HERMES_SHIM_INIT_ADOPTION_H_

#include <sys/types.h>

#include <vector>

#include "shim/base/expected.h"

namespace hermes {

// Makes this process a subreaper: its orphaned descendants become its children,
// as orphans of PID 1 do by default. Errors: EINVAL if the kernel, or a sandbox
// that emulates one, does not support it; then PID 1 adopts them.
Expected<void> AdoptOrphans();

// Ends that. To be called before this process executes another program: that
// would inherit the attribute, and does not reap orphans.
void StopAdopting();

// Returns the children of this process; none if /proc cannot be read.
std::vector<pid_t> ChildrenOfThisProcess();

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_ADOPTION_H_
