#ifndef GATEWAY_LIFECYCLE_RUN_GATEWAY_H_
#define GATEWAY_LIFECYCLE_RUN_GATEWAY_H_

#include "gateway/command/exit_code.h"
#include "gateway/lifecycle/startup.h"
#include "gateway/logging/stderr_log.h"

namespace hermes::gateway {

// `hermes gateway run`, from the profile's choice to the exit code. Assumes
// BlockSignals() and takes HERMES_NOTIFY_FD. What keeps the gateway from
// starting is one line on stderr. The API's key is hidden from `log`.
ExitCode RunGateway(const RunOptions& options, StderrLog& log);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_RUN_GATEWAY_H_
