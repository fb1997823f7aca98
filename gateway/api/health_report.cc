#include "gateway/api/health_report.h"

#include <algorithm>
#include <boost/json.hpp>

#include "gateway/command/version.h"

namespace hermes::gateway::api {
namespace {

namespace json = boost::json;

const char* StatusWord(bool ok) { return ok ? "ok" : "degraded"; }

json::object ChecksObject(const std::vector<HealthCheck>& checks) {
  json::object object;
  for (const HealthCheck& check : checks) {
    json::object entry;
    entry["status"] = StatusWord(check.ok);
    if (!check.detail.empty()) entry["detail"] = check.detail;
    object[check.name] = entry;
  }
  return object;
}

json::object PlatformsObject(const StateUpdate& state) {
  json::object platforms;
  if (state.api.has_value()) {
    platforms["api_server"] = json::object{{"state", state.api->state}};
  }
  return platforms;
}

json::object Basics(bool ok) {
  json::object body;
  body["status"] = StatusWord(ok);
  body["platform"] = "hermes-agent";
  body["version"] = kVersion;
  return body;
}

}  // namespace

std::string LivenessBody() { return json::serialize(Basics(true)); }

std::string DetailedBody(const std::vector<HealthCheck>& checks,
                         const StateUpdate& state, const PidRecord& self,
                         const std::string& profile, WallTime updated_at) {
  const bool ok = std::all_of(checks.begin(), checks.end(),
                              [](const HealthCheck& c) { return c.ok; });
  const bool drainable = state.state == GatewayState::kRunning;
  json::object body = Basics(ok);
  body["profile"] = profile;
  body["readiness"] = json::object{{"status", StatusWord(ok)},
                                   {"checks", ChecksObject(checks)}};
  body["gateway_state"] = StateName(state.state);
  body["platforms"] = PlatformsObject(state);
  body["active_agents"] = state.active_work;
  body["gateway_busy"] = drainable && state.active_work > 0;
  body["gateway_drainable"] = drainable;
  body["exit_reason"] = state.exit_reason.empty()
                            ? json::value(nullptr)
                            : json::value(state.exit_reason);
  body["updated_at"] = FormatRfc3339(updated_at);
  body["pid"] = self.pid;
  return json::serialize(body);
}

}  // namespace hermes::gateway::api
