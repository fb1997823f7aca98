#ifndef GATEWAY_DASHBOARD_OTHER_DASHBOARD_H_
#define GATEWAY_DASHBOARD_OTHER_DASHBOARD_H_

#include <string>

#include "gateway/command/exit_code.h"

namespace hermes::gateway {

// `hermes dashboard --status`: tells on stdout whether the dashboard of the
// data root `root` runs and where, and how its slot is where something
// supervises. kUnplanned if none runs.
ExitCode TellOfDashboard(const std::string& root);

// `hermes dashboard --stop`: has the supervisor keep it down where that started
// it, and ends it; waits until it has ended. kPlanned where none runs.
ExitCode StopDashboard(const std::string& root);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_OTHER_DASHBOARD_H_
