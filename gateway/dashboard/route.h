#ifndef GATEWAY_DASHBOARD_ROUTE_H_
#define GATEWAY_DASHBOARD_ROUTE_H_

#include <string>
#include <vector>

#include "gateway/dashboard/login/host_guard.h"
#include "gateway/http/message.h"

namespace hermes::gateway {

enum class DashboardRoute {
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
  DashboardRoute route = DashboardRoute::kNone;
  std::string name;  // kPage: the file; kProfile: the profile
};

// What the path of a request means. Pure.
RouteChoice ChooseRoute(const std::string& path);

// Everything that admission rests on.
struct AdmissionFacts {
  const http::Request& head;
  DashboardRoute route = DashboardRoute::kNone;
  bool host_allowed = false;
  bool gate = false;
  bool has_session = false;
  const HostRules& hosts;
  // A proxy that is not trusted has forwarded it.
  bool forwarded_by_stranger = false;
};

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

// The first row that holds, in the order of the enumerators. Pure.
Refusal Judge(const AdmissionFacts& facts);

// True for a request that changes something. Pure.
bool ChangesState(const std::string& method);

// The methods that a route has, GET with HEAD. Pure.
std::vector<std::string> MethodsOf(DashboardRoute route);

// The reply to what was refused. Pure.
http::Response RefusalReplyOf(Refusal refusal, DashboardRoute route);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_ROUTE_H_
