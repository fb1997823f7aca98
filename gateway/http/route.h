#ifndef GATEWAY_HTTP_ROUTE_H_
#define GATEWAY_HTTP_ROUTE_H_

#include <string>
#include <utility>
#include <vector>

#include "gateway/http/message.h"

namespace hermes::gateway {

enum class Route { kNone, kHealth, kDetailedHealth };

// Which route `target` names; its query does not count.
Route RouteOf(const std::string& target);

// Whether the work of `route` is worth a drain's patience. Looking at the
// gateway's health is not, and is answered while it drains.
bool IsWork(Route route);

// What the API may ask of a client.
struct AccessRules {
  std::string key;
  std::vector<std::string> cors_origins;
};

// What is to be done with a request.
enum class Ruling {
  kServe,
  kPreflight,         // a browser's OPTIONS from an allowed origin
  kForbiddenOrigin,   // 403, on every route
  kNotFound,          // 404
  kMethodNotAllowed,  // 405
  kUnauthorized,      // 401
};

// Rules in that order: origin, route, preflight, method, key. Pure.
Ruling Rule(const HttpRequest& request, const AccessRules& rules);

// The reply to a request that is not served. `ruling` is not kServe.
HttpReply RefusalReply(Ruling ruling);

// The reply to new work while the gateway drains: 503, to be tried again.
HttpReply DrainingReply();

// CORS headers for a request that may be answered; none without an Origin.
std::vector<std::pair<std::string, std::string>> CorsHeaders(
    const HttpRequest& request);

}  // namespace hermes::gateway

#endif  // GATEWAY_HTTP_ROUTE_H_
