#ifndef HERMES_SHIM_SUPERVISION_SIGNAL_ACTION_H_
#define HERMES_SHIM_SUPERVISION_SIGNAL_ACTION_H_

namespace hermes {

// What a waiting main process does about a signal.
enum class SignalAction {
  kReap,              // a child has ended
  kStop,              // end everything in order
  kForwardToSlot,     // hand it to the profile's slot through s6-svc
  kForwardToCommand,  // hand it to the foreground command, unchanged
  kIgnore,
};

// The heartbeat's table: TERM, INT, QUIT stop; HUP, USR1, USR2 go to the slot.
SignalAction HeartbeatActionFor(int signo);

// The table of PID 1 with a foreground command: all but CHLD go to the command,
// TERM too, because the command decides what a stop means to it.
SignalAction ForegroundActionFor(int signo);

// The exit code of a heartbeat that `signo` (TERM, INT or QUIT) has stopped.
int HeartbeatExitCode(int signo, int term_exit_code);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_SIGNAL_ACTION_H_
