#ifndef GATEWAY_CONTROL_RUN_CONTROL_H_
#define GATEWAY_CONTROL_RUN_CONTROL_H_

#include <optional>
#include <string>

#include "gateway/command/control_request.h"

namespace hermes::gateway {

// Does `hermes gateway start|stop|restart|status|list`: tells on stdout what
// was done and on stderr what was not, and returns the exit code
// (docs/reference.md). `profile` is the value of -p. Reads the process's
// environment; gives nothing of it to a slot. Signals are blocked.
int RunControl(const ControlRequest& request,
               const std::optional<std::string>& profile);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONTROL_RUN_CONTROL_H_
