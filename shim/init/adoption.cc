#include "shim/init/adoption.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

#include "shim/base/expected.h"
#include "shim/init/process_table.h"

namespace hermes {

Expected<void> AdoptOrphans() {
  if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0) return {};
  return Error{errno, "adopting the orphans of", "the tree"};
}

void StopAdopting() { prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0); }

std::vector<pid_t> ChildrenOfThisProcess() {
  std::vector<pid_t> children;
  for (const ProcessEntry& entry : ReadProcessTable()) {
    if (entry.parent == getpid()) children.push_back(entry.pid);
  }
  return children;
}

}  // namespace hermes
