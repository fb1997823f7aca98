#ifndef HERMES_SHIM_FACTS_EVIDENCE_QUERY_H_
#define HERMES_SHIM_FACTS_EVIDENCE_QUERY_H_

#include "shim/base/environment.h"
#include "shim/facts/s6_evidence.h"

namespace hermes {

// Where a tree of this container may be and whose it may be: root's, this
// uid's, PID 1's (its tree runs as what PID 1 runs as) and the hermes user's.
// Reads /proc/1/status and /etc/passwd.
EvidenceQuery EvidenceQueryFor(const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_EVIDENCE_QUERY_H_
