#ifndef GATEWAY_LIFECYCLE_RUN_GATEWAY_H_
#define GATEWAY_LIFECYCLE_RUN_GATEWAY_H_

#include "gateway/command/exit_code.h"
#include "gateway/lifecycle/startup.h"
#include "gateway/logging/stderr_log.h"

namespace hermes::gateway {

// Runs `hermes gateway run`, from choosing the profile to the exit code.
// Assumes that BlockSignals() was called, and takes HERMES_NOTIFY_FD. Reports
// what prevents the gateway from starting as one line on stderr. Masks the
// API's key in `log`.
ExitCode RunGateway(const RunOptions& options, StderrLog& log);

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_RUN_GATEWAY_H_
