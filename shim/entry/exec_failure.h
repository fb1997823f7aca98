#ifndef HERMES_SHIM_ENTRY_EXEC_FAILURE_H_
#define HERMES_SHIM_ENTRY_EXEC_FAILURE_H_

#include <string>

namespace hermes {

// The exit code and the message for an exec that failed.
struct ExecFailure {
  int exit_code = 0;    // 126 or 127
  std::string message;  // the program, what is wrong, and what to do
};

// Explains the failure `err`, the errno of execve(). `is_there` is true if a
// file of that name exists; then ENOENT means that its interpreter is missing.
// Pure.
ExecFailure ExplainExecFailure(const std::string& program, int err,
                               bool is_there);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_EXEC_FAILURE_H_
