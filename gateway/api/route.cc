#include "gateway/api/route.h"

#include <string_view>

#include "gateway/api/access.h"
#include "gateway/api/error.h"

namespace hermes::gateway::api {
namespace {

struct RouteRow {
  // The whole path, or, if it ends with a slash, the part before an id.
  const char* path;
  const char* methods;
  Route route;
  bool needs_key;
};
constexpr char kReads[] = "GET, HEAD, OPTIONS";
constexpr char kPosts[] = "POST, OPTIONS";
constexpr RouteRow kRoutes[] = {
    {"/health", kReads, Route::kHealth, false},
    {"/v1/health", kReads, Route::kHealth, false},
    {"/health/detailed", kReads, Route::kDetailedHealth, true},
    {"/metrics", kReads, Route::kMetrics, false},
    {"/v1/models", kReads, Route::kModels, true},
    {"/v1/models/", kReads, Route::kModel, true},
    {"/v1/capabilities", kReads, Route::kCapabilities, true},
    {"/v1/chat/completions", kPosts, Route::kChatCompletions, true},
    {"/v1/responses", kPosts, Route::kResponses, true},
    {"/v1/responses/", "GET, HEAD, DELETE, OPTIONS", Route::kResponse, true},
};

const RouteRow* RowOf(Route route) {
  for (const RouteRow& row : kRoutes) {
    if (row.route == route) return &row;
  }
  return nullptr;
}

bool AllowsMethod(const RouteRow& row, std::string_view method) {
  std::string_view methods = row.methods;
  while (!methods.empty()) {
    const size_t end = methods.find(", ");
    if (methods.substr(0, end) == method) return method != "OPTIONS";
    if (end == std::string_view::npos) break;
    methods.remove_prefix(end + 2);
  }
  return false;
}

std::optional<RouteMatch> MatchRow(const RouteRow& row, std::string_view path) {
  const std::string_view pattern = row.path;
  if (pattern.back() != '/') {
    if (path != pattern) return std::nullopt;
    return RouteMatch{row.route, ""};
  }
  if (path.size() <= pattern.size() ||
      path.substr(0, pattern.size()) != pattern)
    return std::nullopt;
  const std::string_view id = path.substr(pattern.size());
  if (id.find('/') != std::string_view::npos) return std::nullopt;
  return RouteMatch{row.route, std::string(id)};
}

// Returns `target` without its query.
std::string_view PathOf(std::string_view target) {
  return target.substr(0, target.find('?'));
}

// The profile in a path of the form /p/<profile>/..., and the rest of the path.
struct ProfilePath {
  std::string_view profile;
  std::string_view path;
};
std::optional<ProfilePath> SplitProfile(std::string_view path) {
  constexpr std::string_view kPrefix = "/p/";
  if (path.substr(0, kPrefix.size()) != kPrefix) return std::nullopt;
  path.remove_prefix(kPrefix.size());
  const size_t end = path.find('/');
  if (end == std::string_view::npos) return ProfilePath{path, ""};
  return ProfilePath{path.substr(0, end), path.substr(end)};
}

bool IsForeignProfile(const std::string& target, const std::string& own) {
  const auto below = SplitProfile(PathOf(target));
  return below.has_value() && below->profile != own;
}

bool MayNotSeeMetrics(const http::Request& request, const AccessRules& rules) {
  switch (rules.metrics) {
    case MetricsAccess::kOff:
      return true;
    case MetricsAccess::kLoopback:
      return !request.from_loopback || request.forwarded;
    case MetricsAccess::kKey:
      break;
  }
  return false;
}

bool NeedsKey(const RouteRow& row, const AccessRules& rules) {
  return row.needs_key ||
         (row.route == Route::kMetrics && rules.metrics == MetricsAccess::kKey);
}

Error AccessError(int status, const char* message, const char* type,
                  const char* code) {
  Error error;
  error.status = status;
  error.message = message;
  error.type = type;
  error.code = code;
  return error;
}

http::Response PreflightReply() {
  http::Response reply;
  reply.status = 204;
  reply.headers = {
      {"Access-Control-Allow-Methods", "GET, POST, DELETE, OPTIONS"},
      {"Access-Control-Allow-Headers",
       "Authorization, Content-Type, Idempotency-Key, X-Hermes-Session-Id, "
       "X-Hermes-Session-Key"},
      {"Access-Control-Max-Age", "600"},
  };
  return reply;
}

}  // namespace

RouteMatch MatchRoute(const std::string& target, const std::string& profile) {
  std::string_view path = PathOf(target);
  if (const auto below = SplitProfile(path); below.has_value()) {
    if (below->profile != profile) return {};
    path = below->path;
  }
  for (const RouteRow& row : kRoutes) {
    if (auto match = MatchRow(row, path); match.has_value()) return *match;
  }
  return {};
}

const char* RouteName(Route route) {
  const RouteRow* const row = RowOf(route);
  return row == nullptr ? "none" : row->path;
}

bool IsWork(Route route, const std::string& method) {
  return method == "POST" &&
         (route == Route::kChatCompletions || route == Route::kResponses);
}

AccessDecision DecideAccess(const http::Request& request,
                            const AccessRules& rules) {
  if (!OriginAllowed(request.origin, rules.cors_origins)) {
    return AccessDecision::kForbiddenOrigin;
  }
  if (IsForeignProfile(request.target, rules.profile)) {
    return AccessDecision::kUnknownProfile;
  }
  const RouteMatch match = MatchRoute(request.target, rules.profile);
  const RouteRow* const row = RowOf(match.route);
  if (row == nullptr) return AccessDecision::kNotFound;
  if (request.method == "OPTIONS" && request.origin.has_value()) {
    return AccessDecision::kPreflight;
  }
  if (!AllowsMethod(*row, request.method))
    return AccessDecision::kMethodNotAllowed;
  if (match.route == Route::kMetrics && MayNotSeeMetrics(request, rules)) {
    return AccessDecision::kNotFound;
  }
  if (NeedsKey(*row, rules) && !HasKey(request.authorization, rules.key)) {
    return AccessDecision::kUnauthorized;
  }
  return request.ambiguous ? AccessDecision::kAmbiguous
                           : AccessDecision::kServe;
}

const char* RefusalCode(AccessDecision decision) {
  switch (decision) {
    case AccessDecision::kForbiddenOrigin:
      return "forbidden_origin";
    case AccessDecision::kUnknownProfile:
    case AccessDecision::kNotFound:
      return "not_found";
    case AccessDecision::kMethodNotAllowed:
      return "method_not_allowed";
    case AccessDecision::kUnauthorized:
      return "gateway_auth_failed";
    case AccessDecision::kAmbiguous:
      return "invalid_header";
    case AccessDecision::kServe:
    case AccessDecision::kPreflight:
      break;
  }
  return "";
}

http::Response RefusalResponse(AccessDecision decision, Route route) {
  const char* const code = RefusalCode(decision);
  constexpr char kInvalid[] = "invalid_request_error";
  http::Response reply;
  switch (decision) {
    case AccessDecision::kServe:
      break;
    case AccessDecision::kPreflight:
      return PreflightReply();
    case AccessDecision::kForbiddenOrigin:
      reply.status = 403;
      break;
    case AccessDecision::kUnknownProfile:
      reply.status = 404;
      reply.body = R"({"error":"Unknown or unconfigured profile"})";
      break;
    case AccessDecision::kNotFound:
      return ErrorResponse(AccessError(
          404,
          "This route does not exist. GET /v1/capabilities lists the routes.",
          kInvalid, code));
    case AccessDecision::kMethodNotAllowed:
      reply = ErrorResponse(AccessError(
          405, "This route does not support the method.", kInvalid, code));
      reply.headers = {{"Allow", RowOf(route)->methods}};
      break;
    case AccessDecision::kUnauthorized:
      reply = ErrorResponse(
          AccessError(401, "Invalid gateway API key (API_SERVER_KEY)",
                      "gateway_auth_error", code));
      reply.headers = {{"WWW-Authenticate", "Bearer"}};
      break;
    case AccessDecision::kAmbiguous:
      return ErrorResponse(AccessError(
          400, "A header that may occur only once occurs more than once.",
          kInvalid, code));
  }
  return reply;
}

http::Response DrainingResponse() {
  Error error =
      AccessError(503, "The gateway is draining; try again in a moment.",
                  "server_error", "gateway_draining");
  error.retry_after_secs = 1;
  return ErrorResponse(error);
}

http::Headers CorsHeaders(const http::Request& request) {
  if (!request.origin.has_value()) return {};
  return {{"Access-Control-Allow-Origin", *request.origin},
          {"Access-Control-Expose-Headers",
           "X-Hermes-Session-Id, Idempotency-Replayed, Retry-After"},
          {"Vary", "Origin"}};
}

}  // namespace hermes::gateway::api
