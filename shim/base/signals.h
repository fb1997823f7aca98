#ifndef HERMES_SHIM_BASE_SIGNALS_H_
#define HERMES_SHIM_BASE_SIGNALS_H_

#include <signal.h>

namespace hermes {

// The signals this program waits for: all but those of the kernel's own
// (SEGV, BUS, FPE, ILL, ABRT, TRAP, SYS) and KILL and STOP. A blocked signal is
// queued, so that none is lost between the first instruction and the wait.
sigset_t WaitedSignals();

// Blocks WaitedSignals() in this thread and returns the mask as it was, for the
// exec of the user's program. Call first in main(), before any fork.
sigset_t BlockWaitedSignals();

// Sets the mask of this thread. Used just before an exec.
void SetSignalMask(const sigset_t& mask);

// Gives SIGCHLD its default disposition and returns true if it was ignored:
// children of a process that ignores it leave no exit code behind. No other
// disposition ever changes in the main process.
bool TakeChildSignal();

// Ignores SIGCHLD again, just before an exec. Async-signal-safe.
void IgnoreChildSignal();

// HUP gets its default action again: what StartScan() starts ignores it.
void TakeHangup();

// True if a signal that asks to stop (TERM, INT, QUIT) is pending. Consumes
// nothing: a wait during the boot ends early on it, the main loop takes it.
bool StopSignalPending();

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_SIGNALS_H_
