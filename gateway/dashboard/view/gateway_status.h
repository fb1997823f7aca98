#ifndef GATEWAY_DASHBOARD_VIEW_GATEWAY_STATUS_H_
#define GATEWAY_DASHBOARD_VIEW_GATEWAY_STATUS_H_

#include <boost/json/object.hpp>

#include "gateway/dashboard/view/profiles_document.h"

namespace hermes::gateway::dashboard {

// Returns the members of /api/status about gateways, which need no login: the
// state of the default profile's gateway, and how many gateways run.
// docs/dashboard.md describes the members. Pure.
boost::json::object GatewayStatus(const Survey& survey);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_VIEW_GATEWAY_STATUS_H_
