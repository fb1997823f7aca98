#include "shim/supervision/shed_memory.h"

#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>

namespace hermes {

void ShedMemory() {
  malloc_trim(0);
  // The stack grows down: what lies below this frame, but for the page that the
  // next calls use, holds nothing any more. The part of the range that is not
  // mapped makes madvise say ENOMEM after it has done the rest.
  constexpr uintptr_t kReach = 128 * 1024;
  const uintptr_t page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const char here = 0;
  const uintptr_t end =
      (reinterpret_cast<uintptr_t>(&here) & ~(page - 1)) - page;
  madvise(reinterpret_cast<void*>(end - kReach), kReach, MADV_DONTNEED);
}

}  // namespace hermes
