#ifndef HERMES_SHIM_MANAGER_MANAGER_ERROR_H_
#define HERMES_SHIM_MANAGER_MANAGER_ERROR_H_

#include <string>
#include <string_view>

#include "shim/base/expected.h"

namespace hermes {

// The kinds of errors that callers of the service manager can act on.
enum class ManagerFault {
  kSystem,          // a system call failed
  kNotSupervised,   // this container has no supervision tree
  kDenied,          // this uid may not do that
  kNoSuchSlot,      // no slot of that name
  kS6,              // an s6 program is missing or failed, or a supervisor
                    // does not listen; the line has what s6 said
  kTimedOut,        // it has not happened yet, but may still happen
  kForeground,      // this gateway is the container's own command
  kCannotRegister,  // the slot cannot be made
};

struct ManagerError {
  ManagerFault fault = ManagerFault::kSystem;
  // One line: what was observed and what it means. Names no slot, no prefix.
  std::string line;
};

// Converts `error`, which occurred while a slot was operated. Pure.
ManagerError OperatingError(const Error& error);

// Converts `error`, which occurred while a slot was made. Pure.
ManagerError RegisteringError(const Error& error);

}  // namespace hermes

#endif  // HERMES_SHIM_MANAGER_MANAGER_ERROR_H_
