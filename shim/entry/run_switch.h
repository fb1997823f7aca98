#ifndef HERMES_SHIM_ENTRY_RUN_SWITCH_H_
#define HERMES_SHIM_ENTRY_RUN_SWITCH_H_

#include "shim/base/process_context.h"
#include "shim/entry/switches.h"

namespace hermes {

// Does what one of our own switches says and returns the exit code; 64 after
// one line for an unknown one. Results go to stdout. `is_front_door` is what
// --entry-explain takes the process for.
int RunSwitch(const SwitchCall& call, const ProcessContext& context,
              bool is_front_door);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_RUN_SWITCH_H_
