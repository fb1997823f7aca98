#include "shim/entry/exec_failure.h"

#include <cerrno>
#include <cstring>
#include <string>

#include "shim/base/exit_codes.h"

namespace hermes {
namespace {

std::string Reason(int err, bool is_there) {
  switch (err) {
    case ENOENT:
    case ENOTDIR:
      return is_there ? "exists, but the program that must load it (its #! "
                        "interpreter or its ELF loader) does not; install that"
                      : "does not exist; check the command and the image";
    case ENOEXEC:
      return "is neither a program for this machine nor a script that begins "
             "with #!; check how it was built or add that line";
    case EACCES:
      return "cannot be executed: it is a directory, has no x bit, or is on a "
             "noexec mount; the command must name an executable file";
    case E2BIG:
      return "has more arguments and environment than the kernel allows; make "
             "them smaller";
    default:
      return std::string("could not be executed: ") + strerror(err);
  }
}

}  // namespace

ExecFailure ExplainExecFailure(const std::string& program, int err,
                               bool is_there) {
  const int exit_code = is_there ? static_cast<int>(kExitNotExecutable)
                                 : ExitCodeOfExecFailure(err);
  return {exit_code, program + " " + Reason(err, is_there)};
}

}  // namespace hermes
