#include "gateway/http/route.h"

#include "gateway/http/access.h"

namespace hermes::gateway {
namespace {

struct RouteRow {
  const char* path;
  Route route;
  bool needs_key;
};
constexpr RouteRow kRoutes[] = {
    {"/health", Route::kHealth, false},
    {"/v1/health", Route::kHealth, false},
    {"/health/detailed", Route::kDetailedHealth, true},
};

constexpr char kMethods[] = "GET, HEAD, OPTIONS";

bool NeedsKey(Route route) {
  for (const RouteRow& row : kRoutes) {
    if (row.route == route) return row.needs_key;
  }
  return true;
}

}  // namespace

Route RouteOf(const std::string& target) {
  const std::string path = target.substr(0, target.find('?'));
  for (const RouteRow& row : kRoutes) {
    if (path == row.path) return row.route;
  }
  return Route::kNone;
}

bool IsWork(Route route) { return route == Route::kNone; }

Ruling Rule(const HttpRequest& request, const AccessRules& rules) {
  if (!OriginAllowed(request.origin, rules.cors_origins)) {
    return Ruling::kForbiddenOrigin;
  }
  const Route route = RouteOf(request.target);
  if (route == Route::kNone) return Ruling::kNotFound;
  if (request.method == "OPTIONS" && request.origin.has_value()) {
    return Ruling::kPreflight;
  }
  if (request.method != "GET" && request.method != "HEAD") {
    return Ruling::kMethodNotAllowed;
  }
  if (NeedsKey(route) && !HasKey(request.authorization, rules.key)) {
    return Ruling::kUnauthorized;
  }
  return Ruling::kServe;
}

HttpReply RefusalReply(Ruling ruling) {
  HttpReply reply;
  switch (ruling) {
    case Ruling::kServe:
      break;
    case Ruling::kPreflight:
      reply.status = 204;
      reply.headers = {
          {"Access-Control-Allow-Methods", kMethods},
          {"Access-Control-Allow-Headers",
           "Authorization, Content-Type, Idempotency-Key, X-Hermes-Session-Id"},
          {"Access-Control-Max-Age", "600"},
      };
      break;
    case Ruling::kForbiddenOrigin:
      reply.status = 403;
      break;
    case Ruling::kNotFound:
      return ErrorReply(404,
                        "No such route in this version. It has GET /health, "
                        "/v1/health and /health/detailed.",
                        "invalid_request_error", "not_found");
    case Ruling::kMethodNotAllowed:
      reply = ErrorReply(405, "This route answers GET and HEAD only.",
                         "invalid_request_error", "method_not_allowed");
      reply.headers = {{"Allow", kMethods}};
      break;
    case Ruling::kUnauthorized:
      reply = ErrorReply(401, "Invalid gateway API key (API_SERVER_KEY)",
                         "gateway_auth_error", "gateway_auth_failed");
      reply.headers = {{"WWW-Authenticate", "Bearer"}};
      break;
  }
  return reply;
}

HttpReply DrainingReply() {
  HttpReply reply = ErrorReply(503, "The gateway is shutting down.",
                               "server_error", "gateway_draining");
  reply.headers = {{"Retry-After", "1"}};
  return reply;
}

std::vector<std::pair<std::string, std::string>> CorsHeaders(
    const HttpRequest& request) {
  if (!request.origin.has_value()) return {};
  return {{"Access-Control-Allow-Origin", *request.origin}, {"Vary", "Origin"}};
}

}  // namespace hermes::gateway
