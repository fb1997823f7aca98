#ifndef HERMES_SHIM_INIT_CHILDREN_H_
#define HERMES_SHIM_INIT_CHILDREN_H_

#include <sys/types.h>

#include <optional>
#include <vector>

namespace hermes {

// The children that the tree's parent knows by name, and what became of them.
// Everything else that it reaps is an orphan whose end matters to nobody.
struct Children {
  pid_t svscan = -1;                     // -1: never started, or reaped
  pid_t command = -1;                    // likewise
  std::optional<int> command_exit_code;  // once reaped
  bool svscan_ended = false;
  // Children from before: of the program that executed this one in its own
  // place. They are none of ours: reaped, but neither signalled nor waited for.
  std::vector<pid_t> preexisting_children;
};

// Reaps every child that has ended. Returns false if none is left at all.
bool ReapChildren(Children* children);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_CHILDREN_H_
