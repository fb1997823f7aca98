#ifndef HERMES_SHIM_INIT_DROP_ROOT_H_
#define HERMES_SHIM_INIT_DROP_ROOT_H_

#include <string>

#include "shim/base/environment.h"
#include "shim/privileges/identity.h"

namespace hermes {

// Drops root permanently: prepares the data root, gives the terminals to
// `identity`, takes that identity and forbids new privileges (unless
// `environment` allows them). Returns 0, or an exit code after it has reported
// why it refuses. Reports lesser problems only if `say_of_boot`.
// Requires: this process is root and may change its uid.
int DropRoot(const Identity& identity, const std::string& data_root,
             const Environment& environment, bool say_of_boot);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_DROP_ROOT_H_
