#ifndef HERMES_SHIM_SCRIPTS_LOG_PIPE_H_
#define HERMES_SHIM_SCRIPTS_LOG_PIPE_H_

namespace hermes {

// Waits, without an end, until there is something to read from `fd`; false at
// the end of file before that. Consumes nothing. A signal does not end it.
bool WaitForOutput(int fd);

// True if nothing will ever come from `fd` any more and nothing is left there.
bool HasEnded(int fd);

enum class ForwardEnd {
  kElapsed,
  kEndOfFile,
};

// Passes on what comes from `from` to `to` for `duration_ms`, or until its end.
// What `to` does not take at once is dropped: whoever writes to `from` must not
// be held up, whatever `to` is.
ForwardEnd Forward(int from, int to, long duration_ms);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_LOG_PIPE_H_
