#include "shim/init/children.h"

#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "shim/base/child_process.h"

namespace hermes {

bool ReapChildren(Children* children) {
  while (true) {
    int status = 0;
    const pid_t pid = waitpid(-1, &status, WNOHANG);
    if (pid == 0) return true;
    if (pid < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    if (pid == children->command) {
      children->command = -1;
      children->command_exit_code = ExitCodeOfStatus(status);
    } else if (pid == children->svscan) {
      children->svscan = -1;
      children->svscan_ended = true;
    } else {
      // The kernel may reuse this pid for a child of the tree.
      std::vector<pid_t>& preexisting_children = children->preexisting_children;
      preexisting_children.erase(std::remove(preexisting_children.begin(),
                                             preexisting_children.end(), pid),
                                 preexisting_children.end());
    }
  }
}

}  // namespace hermes
