#ifndef HERMES_SHIM_ENTRY_ENTRY_H_
#define HERMES_SHIM_ENTRY_ENTRY_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"

namespace hermes {

// Runs the program that the name in `argv`, the arguments of main(), selects.
// `context` is what the process was started with. Returns the exit code.
// Requires: WaitedSignals() are blocked.
int RunEntry(const std::vector<std::string>& argv, ProcessContext context);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_ENTRY_H_
