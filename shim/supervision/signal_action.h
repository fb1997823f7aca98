#ifndef HERMES_SHIM_SUPERVISION_SIGNAL_ACTION_H_
#define HERMES_SHIM_SUPERVISION_SIGNAL_ACTION_H_

namespace hermes {

// How a waiting main process reacts to a signal.
enum class SignalAction {
  kReap,              // reap children that have exited
  kStop,              // end the whole tree in order
  kForwardToSlot,     // send it to the profile's slot through s6-svc
  kForwardToCommand,  // send it to the foreground command, unchanged
  kIgnore,
};

// Returns the heartbeat's action: TERM, INT and QUIT stop; HUP, USR1 and USR2
// are forwarded to the slot.
SignalAction HeartbeatActionFor(int signo);

// Returns the action of PID 1 with a foreground command: CHLD reaps, TTIN and
// TTOU are ignored, and every other signal is forwarded to the command; TERM
// too, because the command decides how it stops.
SignalAction ForegroundActionFor(int signo);

// Returns the exit code of a heartbeat that `signo` (TERM, INT or QUIT) stops:
// 130 for INT, `term_exit_code` for the others.
int HeartbeatExitCode(int signo, int term_exit_code);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_SIGNAL_ACTION_H_
