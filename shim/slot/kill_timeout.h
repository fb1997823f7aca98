#ifndef HERMES_SHIM_SLOT_KILL_TIMEOUT_H_
#define HERMES_SHIM_SLOT_KILL_TIMEOUT_H_

#include <string>

namespace hermes {

// Returns how long, in milliseconds, a slot's process may take to exit before
// its supervisor kills it: the number in the first line of the file
// timeout-kill of the service directory `slot_path`. Returns 75 s if the file
// is missing, if that line is not a number, or if the number is 0 (then the
// supervisor never kills, but a caller that waits needs a limit).
int KillTimeoutMs(const std::string& slot_path);

// Returns the time, in milliseconds after the TERM of a stop, at which the stop
// must be complete. It leaves time for the kill itself and for `finish`, which
// s6-supervise gives 5 s.
long EndDeadlineMs(const std::string& slot_path);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_KILL_TIMEOUT_H_
