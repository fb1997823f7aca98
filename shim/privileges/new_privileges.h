#ifndef HERMES_SHIM_PRIVILEGES_NEW_PRIVILEGES_H_
#define HERMES_SHIM_PRIVILEGES_NEW_PRIVILEGES_H_

#include "shim/base/environment.h"

namespace hermes {

inline constexpr char kNewPrivilegesVariable[] = "HERMES_ALLOW_NEW_PRIVILEGES";

// Takes the way to new privileges (set-user-id programs, file capabilities)
// from this process and all that it starts, for good (no_new_privs), unless
// kNewPrivilegesVariable is 1, true or yes in `environment`. To be called once
// root has been given up. A kernel that refuses is not an error: nothing has
// been lost by it.
void ForbidNewPrivileges(const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_NEW_PRIVILEGES_H_
