#ifndef HERMES_SHIM_FACTS_S6_EVIDENCE_H_
#define HERMES_SHIM_FACTS_S6_EVIDENCE_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "shim/invocation/facts.h"

namespace hermes {

// Where to look for a supervision tree, and whose may be trusted.
struct EvidenceQuery {
  std::vector<std::string> run_directories;  // in the order of the search
  std::vector<uid_t> trusted_owners;         // of a scandir
  uid_t caller_uid = 0;
  std::optional<uid_t> pid1_uid;  // nothing if it cannot be read
  std::string proc = "/proc";
};

// A supervision tree, or what speaks against one.
struct S6Evidence {
  TreeFact tree;             // the verdict
  std::string live_scandir;  // the first, where PID 1 forbids the verdict
  TreeAccess scandir_access = TreeAccess::kNone;
  // Of live_scandir, as it was examined: its name may lead elsewhere later.
  uid_t scandir_uid = 0;
  gid_t scandir_gid = 0;
  std::optional<std::string> pid1_name;  // nothing if it cannot be read
  bool own_mark = false;                 // that run directory is one of ours
};

// Looks for a scandir whose control FIFO has a reader, and judges it by PID 1:
// it counts if PID 1's name is s6-svscan or cannot be read, or if the run
// directory has the mark of a tree of our own (see TreeMarkObjection()). The
// first that counts is taken. Opens the FIFO for writing but writes nothing.
// Follows no link below a run directory. Reads no cgroup, no container's marker
// file, nobody's environment.
S6Evidence FindS6Evidence(const EvidenceQuery& query);

// The name (comm) of PID 1; nothing if it cannot be read.
std::optional<std::string> Pid1Name(const std::string& proc);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_S6_EVIDENCE_H_
