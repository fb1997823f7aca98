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

// The processes that `init` and its s6-svscan (-1: gone) are responsible for,
// zombies left out. Pure.
struct TreeProcesses {
  std::vector<pid_t> gateways;  // supervised processes that are no logger
  std::vector<pid_t> orphans;   // re-parented to init, no part of the tree
  std::vector<pid_t> all;       // every descendant of init
};
TreeProcesses SortTree(const std::vector<ProcessEntry>& table, pid_t init,
                       pid_t svscan, pid_t command);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_PROCESS_TABLE_H_
