#ifndef HERMES_SHIM_ENTRY_ACT_H_
#define HERMES_SHIM_ENTRY_ACT_H_

#include <string>
#include <vector>

#include "shim/base/process_context.h"
#include "shim/facts/gather.h"
#include "shim/invocation/plan.h"

namespace hermes {

// How this process was called.
struct Call {
  std::string name;               // argv[0]
  std::vector<std::string> args;  // the rest, without tini's options
};

// Says the plan's messages and does what it says. Returns only an exit code for
// this process; where a program is executed, only if that failed.
int Act(const Plan& plan, const Gathered& gathered, const Call& call,
        ProcessContext context);

// True if this process stays there under its own name while the plan is done.
bool StaysResident(Action action);

// Executes this program again as `hermes-entry` with the same arguments and
// signals still blocked: a resident process called `hermes` would be taken for
// a gateway by tools that look at names. Returns only if that failed; nothing
// is said then, and the caller may go on under the old name.
void ReExecAsEntry(const Call& call, const ProcessContext& context);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_ACT_H_
