#ifndef HERMES_SHIM_ENTRY_OWN_PROGRAM_H_
#define HERMES_SHIM_ENTRY_OWN_PROGRAM_H_

#include <string>

namespace hermes {

// Returns the absolute path of the running binary with links resolved, or the
// path where it is installed if /proc is not mounted.
std::string OwnProgram();

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_OWN_PROGRAM_H_
