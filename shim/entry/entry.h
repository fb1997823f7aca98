#ifndef HERMES_SHIM_ENTRY_ENTRY_H_
#define HERMES_SHIM_ENTRY_ENTRY_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"

namespace hermes {

// Everything that the binary does, by the name it is called by: `argv` is that
// of main(), `context` what the process was started with. Signals are blocked.
// Returns the exit code.
int RunEntry(const std::vector<std::string>& argv, ProcessContext context);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_ENTRY_H_
