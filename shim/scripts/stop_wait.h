#ifndef HERMES_SHIM_SCRIPTS_STOP_WAIT_H_
#define HERMES_SHIM_SCRIPTS_STOP_WAIT_H_

namespace hermes {

// Waits at most `timeout_ms`. Returns true as soon as TERM, INT or QUIT
// arrives, and consumes it. Signals must be blocked and stay blocked. Drops any
// other signal, which may end the wait early: it was meant for the gateway,
// which is not running.
bool StopComesWithin(long timeout_ms);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_STOP_WAIT_H_
