#ifndef GATEWAY_DASHBOARD_RUN_DASHBOARD_H_
#define GATEWAY_DASHBOARD_RUN_DASHBOARD_H_

#include <optional>
#include <string>

#include "gateway/command/dashboard_request.h"
#include "gateway/command/exit_code.h"
#include "gateway/config/environment.h"

namespace hermes::gateway::dashboard {

// Runs `hermes dashboard` until it ends. `profile` is the value of -p: the
// dashboard shows every profile, and this one as the current one. Removes the
// login's secrets from this process's environment. Requires: signals are
// blocked.
ExitCode RunDashboard(const DashboardRequest& request,
                      const std::optional<std::string>& profile,
                      EnvironmentMap environment);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_RUN_DASHBOARD_H_
