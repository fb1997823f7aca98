#ifndef HERMES_SHIM_SLOT_RUN_SLOT_H_
#define HERMES_SHIM_SLOT_RUN_SLOT_H_

#include <string>
#include <string_view>
#include <vector>

#include "shim/base/process_context.h"

namespace hermes {

// The gateway's argv: `program`, `-p PROFILE` unless that is `default`, and
// `gateway run --replace`. argv[0] is the path as it was found, since other
// programs recognise a gateway by its last component. Pure.
std::vector<std::string> GatewayArguments(const std::string& program,
                                          std::string_view profile);

// Does a slot's `run`, with the slot as working directory and signals blocked:
// joins stderr to the log pipe, records this life, spends the delay that
// `finish` has imposed (a stop ends it at once, exit code 0; an operator's
// start cuts it short), then becomes the gateway. The gateway has the
// notification descriptor as HERMES_NOTIFY_FD if it is ours or
// HERMES_GATEWAY_NOTIFY is 1; for any other, readiness is told just before the
// exec. Returns only if there is nothing to become: 126, 127, or 77 when the
// slot's environment file is not to be trusted; the reason has then been said.
int RunSlot(const ProcessContext& context, const std::string& slot);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_RUN_SLOT_H_
