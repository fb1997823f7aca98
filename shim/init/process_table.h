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
  bool logger_supervisor = false;  // one whose service is a slot's log
};

// Every process that /proc shows. One that ends meanwhile is left out.
std::vector<ProcessEntry> ReadProcessTable();

// Who is who among the children of the tree's parent; -1: not there.
struct TreeRoots {
  pid_t init = 1;  // the parent itself
  pid_t svscan = -1;
  pid_t command = -1;
  std::vector<pid_t> preexisting_children;  // see Children
};

// The processes that the tree's parent is responsible for, zombies left out,
// preexisting_children and what is below them too. Pure.
struct TreeProcesses {
  std::vector<pid_t> gateways;  // supervised processes that are no logger
  std::vector<pid_t> orphans;   // re-parented to init, no part of the tree
  std::vector<pid_t> all;       // every descendant of init
};
TreeProcesses SortTree(const std::vector<ProcessEntry>& table,
                       const TreeRoots& roots);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_PROCESS_TABLE_H_
