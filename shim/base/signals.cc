#include "shim/base/signals.h"

#include <signal.h>

#include <initializer_list>

namespace hermes {

sigset_t WaitedSignals() {
  sigset_t set;
  sigfillset(&set);
  for (const int kernels_own :
       {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS}) {
    sigdelset(&set, kernels_own);
  }
  return set;
}

sigset_t BlockWaitedSignals() {
  const sigset_t waited = WaitedSignals();
  sigset_t before;
  sigprocmask(SIG_BLOCK, &waited, &before);
  return before;
}

void SetSignalMask(const sigset_t& mask) {
  sigprocmask(SIG_SETMASK, &mask, nullptr);
}

bool RestoreChildSignal() { return signal(SIGCHLD, SIG_DFL) == SIG_IGN; }

void RestoreHangup() { signal(SIGHUP, SIG_DFL); }

void IgnoreChildSignal() { signal(SIGCHLD, SIG_IGN); }

bool StopSignalPending() {
  sigset_t pending;
  if (sigpending(&pending) != 0) return false;
  return sigismember(&pending, SIGTERM) == 1 ||
         sigismember(&pending, SIGINT) == 1 ||
         sigismember(&pending, SIGQUIT) == 1;
}

}  // namespace hermes
