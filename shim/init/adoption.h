#ifndef HERMES_SHIM_INIT_ADOPTION_H_
#define HERMES_SHIM_INIT_ADOPTION_H_

#include <sys/types.h>

#include <vector>

#include "shim/base/expected.h"

namespace hermes {

// From now on orphans among the descendants of this process become its own
// children, as those of PID 1 do anyway. Errors: EINVAL on a kernel, or what
// stands in for one, that does not know of it; their parent is then PID 1.
Expected<void> AdoptOrphans();

// The opposite, before another program takes this process's place: it would
// inherit the duty and know nothing of it.
void StopAdopting();

// The children of this process; none where /proc does not tell.
std::vector<pid_t> ChildrenOfThisProcess();

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_ADOPTION_H_
