#ifndef HERMES_SHIM_MANAGER_MANAGER_ERROR_H_
#define HERMES_SHIM_MANAGER_MANAGER_ERROR_H_

#include <string>
#include <string_view>

#include "shim/base/expected.h"

namespace hermes {

// What a caller of the service manager can act on.
enum class ManagerFault {
  kSystem,          // a system call failed
  kNotSupervised,   // nothing supervises in this container
  kDenied,          // this uid may not do that
  kNoSuchSlot,      // no slot of that name
  kS6,              // an s6 program is missing or failed, or a supervisor
                    // does not listen; the line has what s6 said
  kTimedOut,        // it has not happened yet; it may still
  kForeground,      // the container's own command is this gateway
  kCannotRegister,  // a slot cannot be made
};

struct ManagerError {
  ManagerFault fault = ManagerFault::kSystem;
  std::string line;  // what was seen and what it means; no slot, no prefix
};

// What `error`, met while operating a slot, is to a caller. Pure.
ManagerError OperatingError(const Error& error);

// What `error`, met while making a slot, is to a caller. Pure.
ManagerError RegisteringError(const Error& error);

}  // namespace hermes

#endif  // HERMES_SHIM_MANAGER_MANAGER_ERROR_H_
