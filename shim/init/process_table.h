#ifndef HERMES_SHIM_INIT_PROCESS_TABLE_H_
#define HERMES_SHIM_INIT_PROCESS_TABLE_H_

#include <sys/types.h>

#include <vector>

namespace hermes {

// A process of this pid namespace.
struct ProcessEntry {
  pid_t pid = 0;
  pid_t parent = 0;
  bool zombie = false;
  bool supervisor = false;         // an s6-supervise
  bool logger_supervisor = false;  // an s6-supervise of a slot's logger
};

// Returns every process that /proc shows, without those that end meanwhile.
std::vector<ProcessEntry> ReadProcessTable();

// The tree's parent and its known children; -1 for a child that does not exist.
struct TreeRoots {
  pid_t init = 1;  // the tree's parent
  pid_t svscan = -1;
  pid_t command = -1;
  std::vector<pid_t> preexisting_children;  // see Children
};

// The processes for which the tree's parent is responsible.
struct TreeProcesses {
  std::vector<pid_t> gateways;  // supervised processes, without loggers
  std::vector<pid_t> orphans;   // re-parented to init; not supervised
  std::vector<pid_t> all;       // every descendant of init
};

// Sorts the processes of `table`. Leaves out the preexisting children and their
// descendants, and zombies except in `all`. Pure.
TreeProcesses SortTree(const std::vector<ProcessEntry>& table,
                       const TreeRoots& roots);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_PROCESS_TABLE_H_
