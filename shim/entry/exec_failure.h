#ifndef HERMES_SHIM_ENTRY_EXEC_FAILURE_H_
#define HERMES_SHIM_ENTRY_EXEC_FAILURE_H_

#include <string>

namespace hermes {

// What an exec that failed comes to.
struct ExecFailure {
  int exit_code = 0;    // 126 or 127
  std::string message;  // names the program; what is wrong and what to do
};

// `err` is execve's error number; `is_there` says whether a file of that name
// exists: ENOENT for a file that does means that its interpreter is missing.
// Pure.
ExecFailure ExplainExecFailure(const std::string& program, int err,
                               bool is_there);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_EXEC_FAILURE_H_
