#ifndef HERMES_SHIM_ENTRY_ACT_H_
#define HERMES_SHIM_ENTRY_ACT_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"
#include "shim/facts/gather.h"
#include "shim/invocation/plan.h"

namespace hermes {

// The command line of this process.
struct Call {
  std::string name;               // argv[0]
  std::vector<std::string> args;  // the rest, without tini's options
};

// Prints the plan's messages and carries the plan out. Returns an exit code for
// this process. If the plan executes a program, returns only if that fails.
int Act(const Plan& plan, const Gathered& gathered, const Call& call,
        ProcessContext context);

// Returns true if this process keeps running as hermes-entry for `action`, as a
// heartbeat or as an init.
bool StaysResident(Action action);

// Executes this program again under the name `hermes-entry`, with the same
// arguments and with signals still blocked. Otherwise tools that look at names
// would take a long-running process called `hermes` for a gateway. Returns only
// if that fails, without a message; the caller may continue under its old name.
void ReExecAsEntry(const Call& call, const ProcessContext& context);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_ACT_H_
