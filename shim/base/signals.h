#ifndef HERMES_SHIM_BASE_SIGNALS_H_
#define HERMES_SHIM_BASE_SIGNALS_H_

#include <signal.h>

namespace hermes {

// Returns the signals that this program waits for: all except those that the
// kernel raises for a fault (SEGV, BUS, FPE, ILL, ABRT, TRAP, SYS), KILL and
// STOP. The kernel queues a blocked signal, so that none is lost between the
// first instruction and the wait.
sigset_t WaitedSignals();

// Blocks WaitedSignals() in this thread and returns the previous mask, for the
// exec of the user's program. Call this first in main(), before any fork.
sigset_t BlockWaitedSignals();

// Sets the mask of this thread; used just before an exec.
void SetSignalMask(const sigset_t& mask);

// Gives SIGCHLD its default disposition and returns true if it was ignored: a
// process that ignores SIGCHLD cannot get the exit codes of its children. The
// main process changes no other disposition.
bool RestoreChildSignal();

// Ignores SIGCHLD again; used just before an exec. Async-signal-safe.
void IgnoreChildSignal();

// Gives SIGHUP its default action again: processes that StartScan() starts
// inherit an ignored SIGHUP.
void RestoreHangup();

// Returns true if a signal that requests a stop (TERM, INT, QUIT) is pending.
// Does not consume it: a wait during the boot ends early, and the main loop
// then handles the signal.
bool StopSignalPending();

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_SIGNALS_H_
