#ifndef GATEWAY_CONTROL_RUN_CONTROL_H_
#define GATEWAY_CONTROL_RUN_CONTROL_H_

#include <optional>
#include <string>

#include "gateway/command/control_request.h"

namespace hermes::gateway {

// Runs `hermes gateway start|stop|restart|status|list`: prints what was done on
// stdout and what failed on stderr, and returns the exit code
// (docs/reference.md). `profile` is the value of -p. Reads the process's
// environment but passes nothing of it to a slot. Assumes that signals are
// blocked.
int RunControl(const ControlRequest& request,
               const std::optional<std::string>& profile);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONTROL_RUN_CONTROL_H_
