#ifndef HERMES_SHIM_BASE_TRIM_MEMORY_H_
#define HERMES_SHIM_BASE_TRIM_MEMORY_H_

namespace hermes {

// Gives the kernel back the heap and stack pages that the boot has used and the
// heartbeat will not: it stays for as long as the container does.
void TrimMemory();

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_TRIM_MEMORY_H_
