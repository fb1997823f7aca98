#ifndef HERMES_SHIM_SLOT_KILL_TIMEOUT_H_
#define HERMES_SHIM_SLOT_KILL_TIMEOUT_H_

#include <string>

namespace hermes {

// How long, in milliseconds, a slot's process may take to end before its
// supervisor kills it: what the file timeout-kill of its service directory
// says. 75 s where that is missing, is no number, or is 0, by which the
// supervisor never kills: a wait needs an end.
int KillTimeoutMs(const std::string& slot_path);

// How long after the TERM of a stop it must be over at the latest: the kill
// itself and `finish`, which has 5 s, come after that time.
long EndDeadlineMs(const std::string& slot_path);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_KILL_TIMEOUT_H_
