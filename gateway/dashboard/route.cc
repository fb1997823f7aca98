#include "gateway/dashboard/route.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gateway/http/json_response.h"

namespace hermes::gateway::dashboard {
namespace {

struct RouteRow {
  const char* path;
  Route route;
};
constexpr RouteRow kPaths[] = {
    {"/health", Route::kHealth},
    {"/api/status", Route::kStatus},
    {"/auth/password-login", Route::kLogin},
    {"/auth/logout", Route::kLogout},
    {"/api/profiles", Route::kProfiles},
    {"/api/events", Route::kEvents},
    {"/api/logs", Route::kLogs},
    {"/api/system/stats", Route::kStats},
    {"/api/gateway/start", Route::kStart},
    {"/api/gateway/stop", Route::kStop},
    {"/api/gateway/restart", Route::kRestart},
};

struct MethodRow {
  Route route;
  bool get;
  const char* change;  // the method that changes something; "" if none
};
constexpr MethodRow kMethods[] = {
    {Route::kPage, true, ""},           {Route::kHealth, true, ""},
    {Route::kStatus, true, ""},         {Route::kLogin, false, "POST"},
    {Route::kLogout, false, "POST"},    {Route::kProfiles, true, "POST"},
    {Route::kProfile, false, "DELETE"}, {Route::kEvents, true, ""},
    {Route::kLogs, true, ""},           {Route::kStats, true, ""},
    {Route::kStart, false, "POST"},     {Route::kStop, false, "POST"},
    {Route::kRestart, false, "POST"},
};

// Returns true if the route needs no session.
bool IsPublic(Route route) {
  return route == Route::kPage || route == Route::kHealth ||
         route == Route::kStatus || route == Route::kLogin;
}

bool HasMethod(Route route, const std::string& method) {
  const std::vector<std::string> methods = MethodsOf(route);
  return std::find(methods.begin(), methods.end(), method) != methods.end();
}

// Returns true if a browser's headers, which a page cannot set, say that the
// request comes from the dashboard's own page. A client that sends neither
// header is not a browser that a page could mislead, but a program, which can
// send Origin itself.
bool IsSameOrigin(const http::Request& head, const HostRules& hosts) {
  if (!head.fetch_site.has_value() && !head.origin.has_value()) return false;
  if (head.fetch_site.has_value() && *head.fetch_site != "same-origin") {
    return false;
  }
  if (!head.origin.has_value()) return true;
  const std::optional<PublicUrl> origin = ParsePublicUrl(*head.origin);
  if (!origin.has_value()) return false;
  if (hosts.public_url.has_value() &&
      origin->origin() == hosts.public_url->origin()) {
    return true;
  }
  return absl::EqualsIgnoreCase(origin->authority, head.host.value_or(""));
}

// Returns true if another site's page made a browser send this request. That
// page cannot read the reply; it must not cause work or hold a stream open
// either. A link to the dashboard's page is allowed.
bool IsAskedByForeignPage(const http::Request& head, Route route) {
  return route != Route::kPage && route != Route::kHealth &&
         head.fetch_site.has_value() && *head.fetch_site != "same-origin" &&
         *head.fetch_site != "none";
}

bool IsJson(const std::optional<std::string>& content_type) {
  if (!content_type.has_value()) return false;
  const absl::string_view type =
      absl::string_view(*content_type).substr(0, content_type->find(';'));
  return absl::EqualsIgnoreCase(absl::StripAsciiWhitespace(type),
                                "application/json");
}

struct Row {
  Refusal refusal;
  bool (*holds)(const AdmissionFacts&);
};
constexpr Row kRows[] = {
    {Refusal::kAmbiguous,
     [](const AdmissionFacts& f) { return f.head.ambiguous; }},
    // A health probe may use any name, and the reply reveals nothing.
    {Refusal::kForeignHost,
     [](const AdmissionFacts& f) {
       return !f.host_allowed && f.route != Route::kHealth;
     }},
    {Refusal::kNotFound,
     [](const AdmissionFacts& f) { return f.route == Route::kNone; }},
    {Refusal::kBadMethod,
     [](const AdmissionFacts& f) {
       return !HasMethod(f.route, f.head.method);
     }},
    // Without a login the dashboard is for this machine only, but a proxy on
    // this machine makes every client look local.
    {Refusal::kNotLocal,
     [](const AdmissionFacts& f) {
       return !f.gate && f.forwarded_by_stranger && f.route != Route::kHealth;
     }},
    {Refusal::kNoSession,
     [](const AdmissionFacts& f) {
       return f.gate && !f.has_session && !IsPublic(f.route);
     }},
    {Refusal::kForeignOrigin,
     [](const AdmissionFacts& f) {
       return IsAskedByForeignPage(f.head, f.route) ||
              (ChangesState(f.head.method) && !IsSameOrigin(f.head, f.hosts));
     }},
    {Refusal::kNotJson,
     [](const AdmissionFacts& f) {
       return ChangesState(f.head.method) && !IsJson(f.head.content_type);
     }},
};

struct RefusalRow {
  Refusal refusal;
  int status;
  const char* code;
  const char* message;
};
constexpr RefusalRow kRefusals[] = {
    {Refusal::kAmbiguous, 400, "bad_request",
     "A header occurs more than once."},
    {Refusal::kForeignHost, 421, "host_not_allowed",
     "The dashboard does not answer to this host name. Set "
     "HERMES_DASHBOARD_PUBLIC_URL to the address that browsers use."},
    {Refusal::kNotFound, 404, "not_found", "This path does not exist."},
    {Refusal::kBadMethod, 405, "method_not_allowed",
     "This path does not support this method."},
    {Refusal::kNotLocal, 403, "not_local",
     "This dashboard requires no login and answers only this machine, but a "
     "proxy forwarded the request. Set HERMES_DASHBOARD_BASIC_AUTH_USERNAME "
     "and _PASSWORD, or HERMES_DASHBOARD_TRUSTED_PROXIES if the proxy itself "
     "requires a login."},
    {Refusal::kNoSession, 401, "login_required", "Log in first."},
    {Refusal::kForeignOrigin, 403, "origin_not_allowed",
     "Requests from other sites' pages are refused, and only the dashboard's "
     "own page may change anything; another program must send the dashboard's "
     "address in an Origin header."},
    {Refusal::kNotJson, 415, "not_json",
     "The request needs Content-Type: application/json."},
};

}  // namespace

RouteChoice ChooseRoute(const std::string& path) {
  if (path == "/") return {Route::kPage, "index.html"};
  absl::string_view name = path;
  if (absl::ConsumePrefix(&name, "/assets/")) {
    return {Route::kPage, absl::StrCat(name)};
  }
  if (absl::ConsumePrefix(&name, "/api/profiles/") && !name.empty()) {
    return {Route::kProfile, absl::StrCat(name)};
  }
  for (const RouteRow& row : kPaths) {
    if (path == row.path) return {row.route, ""};
  }
  return {};
}

bool ChangesState(const std::string& method) {
  return method != "GET" && method != "HEAD";
}

std::vector<std::string> MethodsOf(Route route) {
  for (const MethodRow& row : kMethods) {
    if (row.route != route) continue;
    std::vector<std::string> methods;
    if (row.get) methods = {"GET", "HEAD"};
    if (*row.change != '\0') methods.emplace_back(row.change);
    return methods;
  }
  return {};
}

Refusal DecideAdmission(const AdmissionFacts& facts) {
  for (const Row& row : kRows) {
    if (row.holds(facts)) return row.refusal;
  }
  return Refusal::kNone;
}

http::Response RefusalResponse(Refusal refusal, Route route) {
  http::Response reply;
  for (const RefusalRow& row : kRefusals) {
    if (row.refusal != refusal) continue;
    reply = http::ErrorResponse(row.status, row.code, row.message);
  }
  if (refusal == Refusal::kBadMethod) {
    reply.headers.emplace_back("Allow", absl::StrJoin(MethodsOf(route), ", "));
  }
  return reply;
}

}  // namespace hermes::gateway::dashboard
