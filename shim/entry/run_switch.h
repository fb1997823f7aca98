#ifndef HERMES_SHIM_ENTRY_RUN_SWITCH_H_
#define HERMES_SHIM_ENTRY_RUN_SWITCH_H_

#include "shim/base/process_context.h"
#include "shim/entry/switches.h"

namespace hermes {

// Runs one of hermes-entry's switches, which prints its result on stdout, and
// returns the exit code: 64 after one line for an unknown switch or a wrong
// argument. --entry-explain uses `is_front_door` as a fact.
int RunSwitch(const SwitchCall& call, const ProcessContext& context,
              bool is_front_door);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_RUN_SWITCH_H_
