#ifndef GATEWAY_DASHBOARD_RUN_DASHBOARD_H_
#define GATEWAY_DASHBOARD_RUN_DASHBOARD_H_

#include <optional>
#include <string>

#include "gateway/command/dashboard_request.h"
#include "gateway/command/exit_code.h"
#include "gateway/config/environment.h"

namespace hermes::gateway {

// `hermes dashboard`, to its end. `profile` is the value of -p: the dashboard
// is that of all profiles, and this one is shown as the one in force. Takes the
// password out of the process's environment. Signals are blocked.
ExitCode RunDashboard(const DashboardRequest& request,
                      const std::optional<std::string>& profile,
                      EnvironmentMap environment);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_RUN_DASHBOARD_H_
