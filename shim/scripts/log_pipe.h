#ifndef HERMES_SHIM_SCRIPTS_LOG_PIPE_H_
#define HERMES_SHIM_SCRIPTS_LOG_PIPE_H_

namespace hermes {

// Waits without a time limit until `fd` is readable. Returns false if the input
// ends before that. Reads nothing. A signal does not end the wait.
bool WaitForOutput(int fd);

// Returns true if `fd` has nothing left to read and never will, because all its
// writers have closed it.
bool HasEnded(int fd);

enum class ForwardEnd {
  kElapsed,
  kEndOfFile,
};

// Copies data from `from` to `to` for `duration_ms` or until the end of the
// input. Drops what `to` does not accept at once, because the writers of `from`
// must not be delayed, whatever `to` is.
ForwardEnd Forward(int from, int to, long duration_ms);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_LOG_PIPE_H_
