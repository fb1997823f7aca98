#ifndef HERMES_SHIM_FACTS_EVIDENCE_QUERY_H_
#define HERMES_SHIM_FACTS_EVIDENCE_QUERY_H_

#include "shim/base/environment.h"
#include "shim/facts/s6_evidence.h"

namespace hermes {

// Returns the places in which this container may have a tree, and the uids that
// may own it: root, this uid, PID 1's uid (a tree of PID 1 runs with the same
// uid) and the hermes user. Reads /proc/1/status and /etc/passwd.
EvidenceQuery EvidenceQueryFor(const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_EVIDENCE_QUERY_H_
