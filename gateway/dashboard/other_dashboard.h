#ifndef GATEWAY_DASHBOARD_OTHER_DASHBOARD_H_
#define GATEWAY_DASHBOARD_OTHER_DASHBOARD_H_

#include <string>

#include "gateway/command/exit_code.h"

namespace hermes::gateway::dashboard {

// `hermes dashboard --status`: prints on stdout whether the dashboard of the
// data root `root` runs and its URL, and, if this container supervises, the
// state of its slot. Returns kUnplanned if no dashboard runs.
ExitCode PrintDashboardStatus(const std::string& root);

// `hermes dashboard --stop`: stops the dashboard and waits until it has ended.
// If the supervisor started it, it stays down. Returns kPlanned also if no
// dashboard runs.
ExitCode StopDashboard(const std::string& root);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_OTHER_DASHBOARD_H_
