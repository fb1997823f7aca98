#ifndef GATEWAY_API_ROUTE_H_
#define GATEWAY_API_ROUTE_H_

#include <optional>
#include <string>
#include <vector>

#include "gateway/config/metrics_access.h"
#include "gateway/http/message.h"

namespace hermes::gateway {

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

// A route, and what its last path segment names, where the route has one
// (kModel, kResponse).
struct RouteMatch {
  Route route = Route::kNone;
  std::string id;
};

// Which route `target` names; its query does not count. The path may stand
// below /p/<profile>/ of the gateway's own `profile`; below another one there
// is no route. Pure.
RouteMatch MatchRoute(const std::string& target, const std::string& profile);

// "/v1/models": a name for logs and metrics, without what a client chose.
const char* RouteName(Route route);

// Whether the work of `route` by `method` is worth a drain's patience, and is
// refused while the gateway drains.
bool IsWork(Route route, const std::string& method);

// What the API may ask of a client.
struct AccessRules {
  std::string key;
  std::vector<std::string> cors_origins;
  MetricsAccess metrics = MetricsAccess::kLoopback;
  std::string profile = "default";
};

// What is to be done with a request.
enum class Ruling {
  kServe,
  kPreflight,         // a browser's OPTIONS from an allowed origin
  kForbiddenOrigin,   // 403, on every route
  kUnknownProfile,    // 404
  kNotFound,          // 404
  kMethodNotAllowed,  // 405
  kUnauthorized,      // 401
  kAmbiguous,         // 400: a header is there twice
};

// Rules in that order: origin, profile, route, preflight, method, who may see
// metrics, key, doubled headers. Pure.
Ruling Rule(const HttpRequest& request, const AccessRules& rules);

// The reply to a request that is not served. `ruling` is not kServe.
HttpReply RefusalReply(Ruling ruling, Route route);

// What that reply counts as: the code in it, where it has one. "" for no error.
const char* RefusalCode(Ruling ruling);

// The reply to new work while the gateway drains: 503, to be tried again.
HttpReply DrainingReply();

// CORS headers for a request that may be answered; none without an Origin.
HttpHeaders CorsHeaders(const HttpRequest& request);

}  // namespace hermes::gateway

#endif  // GATEWAY_API_ROUTE_H_
