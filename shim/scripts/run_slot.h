#ifndef HERMES_SHIM_SCRIPTS_RUN_SLOT_H_
#define HERMES_SHIM_SCRIPTS_RUN_SLOT_H_

#include <string>

#include "shim/base/process_context.h"

namespace hermes {

// Does a slot's `run`, with the slot as working directory and signals blocked:
// joins stderr to the log pipe, becomes the slot's operator, records this life,
// spends the delay that `finish` has imposed, waits as long as something holds
// the gateway back (see HoldOf()), then becomes the gateway or the dashboard. A
// stop ends any wait at once, exit code 0; an operator's start cuts a delay
// short. The program has the notification descriptor as HERMES_NOTIFY_FD if it
// is ours or HERMES_GATEWAY_NOTIFY is 1; for any other, readiness is told just
// before the exec. Returns only if there is nothing to become: 126, 127, 78
// when the profile was deleted (`finish` says so), or 77 when the slot's
// environment file is not to be trusted.
int RunSlot(const ProcessContext& context, const std::string& slot);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_RUN_SLOT_H_
