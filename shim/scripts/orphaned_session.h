#ifndef HERMES_SHIM_SCRIPTS_ORPHANED_SESSION_H_
#define HERMES_SHIM_SCRIPTS_ORPHANED_SESSION_H_

#include "shim/slot/slot_records.h"

namespace hermes {

// Ends what a dead life left behind: the processes of the session that its
// leader (s6-supervise starts each life as a session leader) had opened. TERM,
// at most 1 s for them to end, then KILL and at most half a second. Returns
// their number at the beginning, at once if that is 0. A process that made a
// session of its own is left alone. Does nothing if a process other than the
// recorded one has the leader's pid by now.
int EndOrphanedSession(const StartRecord& leader);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_ORPHANED_SESSION_H_
