#ifndef HERMES_SHIM_PRIVILEGES_NEW_PRIVILEGES_H_
#define HERMES_SHIM_PRIVILEGES_NEW_PRIVILEGES_H_

#include "shim/base/environment.h"

namespace hermes {

inline constexpr char kNewPrivilegesVariable[] = "HERMES_ALLOW_NEW_PRIVILEGES";

// Permanently prevents this process and its descendants from gaining privileges
// through set-user-id programs or file capabilities (no_new_privs), unless
// kNewPrivilegesVariable is 1, true or yes in `environment`. Call it after root
// has been given up. Ignores a kernel that refuses: no_new_privs is only an
// additional protection.
void ForbidNewPrivileges(const Environment& environment);

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_NEW_PRIVILEGES_H_
