#ifndef GATEWAY_DASHBOARD_VIEW_GATEWAY_STATUS_H_
#define GATEWAY_DASHBOARD_VIEW_GATEWAY_STATUS_H_

#include <boost/json/object.hpp>

#include "gateway/dashboard/view/profiles_document.h"

namespace hermes::gateway {

// What /api/status tells everybody of the gateways: of the default profile's
// how it is, of all how many run. docs/dashboard.md has the members. Pure.
boost::json::object GatewayStatus(const Survey& survey);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_VIEW_GATEWAY_STATUS_H_
