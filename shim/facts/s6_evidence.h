#ifndef HERMES_SHIM_FACTS_S6_EVIDENCE_H_
#define HERMES_SHIM_FACTS_S6_EVIDENCE_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "shim/invocation/facts.h"

namespace hermes {

// The places to search for a supervision tree, and the facts that decide
// whether it can be trusted.
struct EvidenceQuery {
  std::vector<std::string> run_directories;  // in the order of the search
  std::vector<uid_t> trusted_owners;         // of a scan directory
  uid_t caller_uid = 0;
  std::optional<uid_t> pid1_uid;  // std::nullopt if it cannot be read
  std::string proc = "/proc";
};

// The supervision tree that was found, and the facts about it.
struct S6Evidence {
  TreeFact tree;  // the tree that counts; kNone if there is none
  // The scan directory of `tree`; if no tree counts because of PID 1, the first
  // live scan directory.
  std::string live_scandir;
  TreeAccess scandir_access = TreeAccess::kNone;
  // The owner of live_scandir when it was examined. Its path may lead to
  // another directory later.
  uid_t scandir_uid = 0;
  gid_t scandir_gid = 0;
  std::optional<std::string> pid1_name;  // std::nullopt if it cannot be read
  bool own_mark = false;  // hermes-entry made the tree of live_scandir
};

// Looks for a live scan directory, which is one whose control FIFO has a
// reader. It counts as evidence if PID 1's name is s6-svscan or cannot be read,
// or if the run directory has the mark of a tree that hermes-entry made (see
// ViolatedTreeMarkRule()). Returns the first one that counts. Opens the FIFO
// for writing but writes nothing. Follows no link below a run directory. Reads
// no cgroup, no marker file of a container and no environment of another
// process.
S6Evidence FindS6Evidence(const EvidenceQuery& query);

// Returns the name (comm) of PID 1, or std::nullopt if it cannot be read.
std::optional<std::string> Pid1Name(const std::string& proc);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_S6_EVIDENCE_H_
