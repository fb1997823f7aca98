#ifndef HERMES_SHIM_INIT_TERMINAL_H_
#define HERMES_SHIM_INIT_TERMINAL_H_

#include <sys/types.h>

namespace hermes {

// Makes `uid` the owner of the terminals on descriptors 0 to 2, so that they
// can still be opened by name after root is dropped. Ignores errors, because
// the terminal still works through its descriptor.
void GiveTerminalsTo(uid_t uid);

// If this process leads the session of the terminal on descriptor 0, 1 or 2,
// gives up that controlling terminal, so that a child can acquire it. Discards
// the HUP and CONT that the kernel sends because of this; a HUP that was
// already pending stays pending. Returns the terminal's descriptor, or -1 if
// this process has no such terminal. Requires: HUP and CONT are blocked.
int LetTerminalGo();

// Starts a new session in a child and makes `fd` its controlling terminal,
// unless `fd` is -1. Returns 0 or an errno. Async-signal-safe.
int StartSession(int fd);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_TERMINAL_H_
