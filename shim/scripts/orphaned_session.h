#ifndef HERMES_SHIM_SCRIPTS_ORPHANED_SESSION_H_
#define HERMES_SHIM_SCRIPTS_ORPHANED_SESSION_H_

#include "shim/slot/slot_records.h"

namespace hermes {

// Ends the processes that a life of the slot left behind: those in the session
// of its leader (s6-supervise starts each life as a session leader). Sends
// TERM, waits at most 1 s, then sends KILL and waits at most half a second.
// Does not touch processes that made a session of their own. Returns the number
// of processes found at the beginning; returns at once if there are none. Does
// nothing if a process other than the recorded one has the leader's pid now.
int EndOrphanedSession(const StartRecord& leader);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_ORPHANED_SESSION_H_
