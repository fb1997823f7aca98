#include "shim/base/exit_codes.h"

#include <cerrno>

namespace hermes {

int ExitCodeOfExecFailure(int err) {
  return err == ENOENT || err == ENOTDIR ? kExitNotFound : kExitNotExecutable;
}

}  // namespace hermes
