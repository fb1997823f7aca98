#ifndef HERMES_SHIM_INIT_TERMINAL_H_
#define HERMES_SHIM_INIT_TERMINAL_H_

#include <sys/types.h>

namespace hermes {

// Gives the terminals among descriptors 0 to 2 to uid, so that they can still
// be opened by name once root is dropped. Failure is no error: a terminal that
// cannot be given away still works through its descriptor.
void GiveTerminalsTo(uid_t uid);

// If this process leads the session of the terminal on descriptor 0, 1 or 2,
// lets go of it, so that a child can take it, and swallows the HUP and CONT
// which that sends here; a HUP that was pending before stays. Returns the
// terminal's descriptor, or -1 where there is none to give.
// Requires: HUP and CONT are blocked.
int LetTerminalGo();

// For the child: a session of its own, with the terminal `fd` as its
// controlling one unless fd is -1. Async-signal-safe. Returns 0 or an errno.
int StartSession(int fd);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_TERMINAL_H_
