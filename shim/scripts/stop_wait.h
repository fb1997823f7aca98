#ifndef HERMES_SHIM_SCRIPTS_STOP_WAIT_H_
#define HERMES_SHIM_SCRIPTS_STOP_WAIT_H_

namespace hermes {

// Waits at most `timeout_ms`; true as soon as TERM, INT or QUIT comes, which is
// consumed. Signals are blocked on entry and stay so; other signals than those
// are dropped, which may end the wait early: they were meant for the gateway,
// and there is none.
bool StopComesWithin(long timeout_ms);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_STOP_WAIT_H_
