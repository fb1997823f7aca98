#ifndef HERMES_SHIM_ENTRY_OWN_PROGRAM_H_
#define HERMES_SHIM_ENTRY_OWN_PROGRAM_H_

#include <string>

namespace hermes {

// The absolute path of the running binary, links resolved. Where /proc does not
// tell (it is not mounted), the place where it is installed.
std::string OwnProgram();

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_OWN_PROGRAM_H_
