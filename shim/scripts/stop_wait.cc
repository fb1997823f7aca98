#include "shim/scripts/stop_wait.h"

#include <signal.h>
#include <time.h>

#include "shim/base/signals.h"

namespace hermes {

bool StopComesWithin(long timeout_ms) {
  const sigset_t waited = WaitedSignals();
  const timespec wait = {timeout_ms / 1000, timeout_ms % 1000 * 1000000};
  const int signo = sigtimedwait(&waited, nullptr, &wait);
  return signo == SIGTERM || signo == SIGINT || signo == SIGQUIT;
}

}  // namespace hermes
