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
  // A range that is only partly mapped is released as far as it is.
  madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
}

struct Range {
  uintptr_t begin;
  uintptr_t end;
};

// A static program has one or two. What does not fit stays, which costs memory
// and nothing else.
constexpr int kMostRanges = 8;

// On the stack, because to free a vector would fetch the allocator's code back.
struct Code {
  Range ranges[kMostRanges];
  int count = 0;
};

// Adds a loaded object's segments that cannot be written to `data`, a Code.
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

// The stack grows down: what lies below this frame, but for what the calls from
// here to the kernel use, holds nothing any more.
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
  // The program's code and constants come back from its file, a few pages at a
  // time, where they are needed again: last of all, so that they are few.
  for (int i = 0; i < code.count; ++i) {
    Release(code.ranges[i].begin, code.ranges[i].end);
  }
}

}  // namespace hermes
