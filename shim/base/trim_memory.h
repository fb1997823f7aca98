#ifndef HERMES_SHIM_BASE_TRIM_MEMORY_H_
#define HERMES_SHIM_BASE_TRIM_MEMORY_H_

namespace hermes {

// Returns the heap, stack and code pages that only the boot needed to the
// kernel. For the heartbeat, which runs as long as the container.
void TrimMemory();

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_TRIM_MEMORY_H_
