#ifndef HERMES_SHIM_INIT_CHILDREN_H_
#define HERMES_SHIM_INIT_CHILDREN_H_

#include <sys/types.h>

#include <optional>
#include <vector>

namespace hermes {

// The children of the tree's parent whose exit matters to it, and how they
// ended. Any other child that it reaps is an orphan.
struct Children {
  pid_t svscan = -1;   // -1 if never started or already reaped
  pid_t command = -1;  // the same
  std::optional<int> command_exit_code;  // set when the command is reaped
  bool svscan_ended = false;
  // Children that this process had before it executed hermes-entry. They do not
  // belong to the tree: they are reaped, but neither signalled nor waited for.
  std::vector<pid_t> preexisting_children;
};

// Reaps every child that has exited. Returns false if no child is left.
bool ReapChildren(Children* children);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_CHILDREN_H_
