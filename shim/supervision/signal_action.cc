#include "shim/supervision/signal_action.h"

#include <signal.h>

#include "shim/base/exit_codes.h"

namespace hermes {

SignalAction HeartbeatActionFor(int signo) {
  switch (signo) {
    case SIGCHLD:
      return SignalAction::kReap;
    case SIGTERM:
    case SIGINT:
    case SIGQUIT:
      return SignalAction::kStop;
    case SIGHUP:
    case SIGUSR1:
    case SIGUSR2:
      return SignalAction::kForwardToSlot;
    default:
      return SignalAction::kIgnore;
  }
}

SignalAction ForegroundActionFor(int signo) {
  switch (signo) {
    case SIGCHLD:
      return SignalAction::kReap;
    // The terminal sends these to background processes such as this one. The
    // command is in the foreground.
    case SIGTTIN:
    case SIGTTOU:
      return SignalAction::kIgnore;
    default:
      return SignalAction::kForwardToCommand;
  }
}

int HeartbeatExitCode(int signo, int term_exit_code) {
  return signo == SIGINT ? kExitSignalBase + SIGINT : term_exit_code;
}

}  // namespace hermes
