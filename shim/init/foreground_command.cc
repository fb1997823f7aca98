#include "shim/init/foreground_command.h"

#include <signal.h>
#include <sys/stat.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "shim/base/child_process.h"
#include "shim/base/expected.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/signals.h"
#include "shim/init/children.h"
#include "shim/init/terminal.h"
#include "shim/supervision/signal_action.h"

namespace hermes {
namespace {

// Waits for a signal until `deadline` (monotonic, ms); without a limit if it is
// negative. Returns the signal, or 0 if the deadline has passed or the wait was
// interrupted.
int NextSignal(const sigset_t& waited, long deadline) {
  if (deadline < 0) return std::max(sigwaitinfo(&waited, nullptr), 0);
  const long left_ms = std::max(deadline - MonotonicMs(), 0L);
  const timespec left = {left_ms / 1000, left_ms % 1000 * 1000000};
  return std::max(sigtimedwait(&waited, nullptr, &left), 0);
}

}  // namespace

Expected<pid_t> StartForegroundCommand(const ChildRequest& request,
                                       mode_t umask) {
  const int terminal = LetTerminalGo();
  return Spawn(request, [umask, terminal] {
    ::umask(umask);
    return StartSession(terminal);
  });
}

int WaitForForegroundCommand(Children* children, long stop_timeout_ms,
                             absl::FunctionRef<void()> on_svscan_death) {
  const sigset_t waited = WaitedSignals();
  long kill_at = -1;
  while (!children->command_exit_code.has_value()) {
    const int signo = NextSignal(waited, kill_at);
    if (signo == 0) {
      if (kill_at >= 0 && MonotonicMs() >= kill_at) {
        kill(children->command, SIGKILL);
        kill_at = -1;
      }
      continue;
    }
    switch (ForegroundActionFor(signo)) {
      case SignalAction::kReap:
        ReapChildren(children);
        if (std::exchange(children->svscan_ended, false)) on_svscan_death();
        break;
      case SignalAction::kForwardToCommand:
        kill(children->command, signo);
        if (signo == SIGTERM && kill_at < 0) {
          kill_at = MonotonicMs() + stop_timeout_ms;
        }
        break;
      case SignalAction::kStop:
      case SignalAction::kForwardToSlot:
      case SignalAction::kIgnore:
        break;
    }
  }
  return *children->command_exit_code;
}

}  // namespace hermes
