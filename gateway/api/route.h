#ifndef GATEWAY_API_ROUTE_H_
#define GATEWAY_API_ROUTE_H_

#include <optional>
#include <string>
#include <vector>

#include "gateway/config/metrics_access.h"
#include "gateway/http/message.h"

namespace hermes::gateway::api {

enum class Route {
  kNone,
  kHealth,
  kDetailedHealth,
  kMetrics,
  kModels,
  kModel,
  kCapabilities,
  kChatCompletions,
  kResponses,
  kResponse,
};

inline constexpr Route kAllRoutes[] = {
    Route::kNone,         Route::kHealth,          Route::kDetailedHealth,
    Route::kMetrics,      Route::kModels,          Route::kModel,
    Route::kCapabilities, Route::kChatCompletions, Route::kResponses,
    Route::kResponse};

// A route, and for kModel and kResponse the id in the last path segment.
struct RouteMatch {
  Route route = Route::kNone;
  std::string id;
};

// Returns the route of `target`, ignoring its query. The path may begin with
// /p/<profile>/ for the gateway's own `profile`; with any other profile it has
// no route. Pure.
RouteMatch MatchRoute(const std::string& target, const std::string& profile);

// Returns a name for logs and metrics, such as "/v1/models", which contains no
// text of the client.
const char* RouteName(Route route);

// Returns true if a drain waits for requests of `method` to `route`, and if
// such requests are refused while the gateway drains.
bool IsWork(Route route, const std::string& method);

// The rules by which the API accepts clients.
struct AccessRules {
  std::string key;
  std::vector<std::string> cors_origins;
  MetricsAccess metrics = MetricsAccess::kLoopback;
  std::string profile = "default";
};

// The decision about a request.
enum class AccessDecision {
  kServe,
  kPreflight,         // a browser's OPTIONS from an allowed origin
  kForbiddenOrigin,   // 403, on every route
  kUnknownProfile,    // 404
  kNotFound,          // 404
  kMethodNotAllowed,  // 405
  kUnauthorized,      // 401
  kAmbiguous,         // 400: a header occurs twice
};

// Checks in this order: origin, profile, route, preflight, method, access to
// metrics, key, duplicate headers. Pure.
AccessDecision DecideAccess(const http::Request& request,
                            const AccessRules& rules);

// Returns the reply to a request that is not served. `decision` must not be
// kServe.
http::Response RefusalResponse(AccessDecision decision, Route route);

// Returns the error code under which that reply is counted: the code in its
// body, if it has one. "" if it is not an error.
const char* RefusalCode(AccessDecision decision);

// Returns the reply to new work while the gateway drains: 503 with Retry-After.
http::Response DrainingResponse();

// Returns the CORS headers for an allowed request; none if it has no Origin.
http::Headers CorsHeaders(const http::Request& request);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_ROUTE_H_
