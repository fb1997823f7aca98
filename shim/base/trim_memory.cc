#include "shim/base/trim_memory.h"

#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

namespace hermes {
namespace {

uintptr_t PageSize() { return static_cast<uintptr_t>(sysconf(_SC_PAGESIZE)); }

void Release(uintptr_t begin, uintptr_t end) {
  // If only a part of the range is mapped, madvise releases that part.
  madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

struct Range {
  uintptr_t begin;
  uintptr_t end;
};

// A static program has one or two ranges. Further ones would stay in memory,
// which does no harm.
constexpr int kMostRanges = 8;

// An array, because freeing a vector would load the allocator's code again.
struct Code {
  Range ranges[kMostRanges];
  int count = 0;
};

// Adds the read-only segments of a loaded object to `data`, which is a Code.
int AddReadOnlySegments(dl_phdr_info* object, size_t /*size*/, void* data) {
  Code& code = *static_cast<Code*>(data);
  const uintptr_t page = PageSize();
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)& segment = object->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD || (segment.p_flags & PF_W) != 0) continue;
    if (code.count == kMostRanges) return 1;
    const uintptr_t begin = object->dlpi_addr + segment.p_vaddr;
    code.ranges[code.count++] = {begin & ~(page - 1), begin + segment.p_memsz};
  }
  return 0;
}

// Releases the stack below this frame, which is unused except for the calls
// from here to the kernel. (The stack grows down.)
void ReleaseStackBelow() {
  constexpr uintptr_t kReach = uintptr_t{128} << 10;
  constexpr uintptr_t kCalls = 1024;
  const char here = 0;
  const uintptr_t end =
      (reinterpret_cast<uintptr_t>(&here) - kCalls) & ~(PageSize() - 1);
  Release(end - kReach, end);
}

}  // namespace

void TrimMemory() {
  Code code;
  dl_iterate_phdr(AddReadOnlySegments, &code);
  malloc_trim(0);
  ReleaseStackBelow();
  // The kernel reads code and constants from the program's file again when they
  // are used. Released last, so that few pages are needed again.
  for (int i = 0; i < code.count; ++i) {
    Release(code.ranges[i].begin, code.ranges[i].end);
  }
}

}  // namespace hermes
