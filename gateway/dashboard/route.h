#ifndef GATEWAY_DASHBOARD_ROUTE_H_
#define GATEWAY_DASHBOARD_ROUTE_H_

#include <string>
#include <vector>

#include "gateway/dashboard/login/host_guard.h"
#include "gateway/http/message.h"

namespace hermes::gateway::dashboard {

enum class Route {
  kNone,
  kPage,    // /, /assets/NAME
  kHealth,  // /health
  kStatus,
  kLogin,
  kLogout,
  kProfiles,
  kProfile,  // /api/profiles/NAME
  kEvents,
  kLogs,
  kStats,
  kStart,
  kStop,
  kRestart,
};

struct RouteChoice {
  Route route = Route::kNone;
  std::string name;  // kPage: the file; kProfile: the profile
};

// Returns the route that a request's path selects. Pure.
RouteChoice ChooseRoute(const std::string& path);

// The facts that decide whether a request is admitted.
struct AdmissionFacts {
  const http::Request& head;
  Route route = Route::kNone;
  bool host_allowed = false;
  bool gate = false;  // a login is required
  bool has_session = false;
  const HostRules& hosts;
  // True if a proxy that is not trusted forwarded the request.
  bool forwarded_by_stranger = false;
};

// Why a request is refused, and the status of the reply.
enum class Refusal {
  kNone,
  kAmbiguous,      // 400
  kForeignHost,    // 421
  kNotFound,       // 404
  kBadMethod,      // 405
  kNotLocal,       // 403
  kNoSession,      // 401
  kForeignOrigin,  // 403
  kNotJson,        // 415
};

// Returns the first reason that applies, in the order of the enumerators; kNone
// if the request is admitted. Pure.
Refusal DecideAdmission(const AdmissionFacts& facts);

// Returns true if a request with this method may change something. Pure.
bool ChangesState(const std::string& method);

// Returns the methods that a route accepts; HEAD accompanies GET. Pure.
std::vector<std::string> MethodsOf(Route route);

// Returns the reply to a refused request. Pure.
http::Response RefusalResponse(Refusal refusal, Route route);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_ROUTE_H_
