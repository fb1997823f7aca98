#include "gateway/dashboard/view/gateway_status.h"

#include <algorithm>
#include <boost/json.hpp>
#include <string>
#include <utility>

#include "gateway/dashboard/view/recorded_health.h"

namespace hermes::gateway::dashboard {
namespace {

namespace json = boost::json;

bool IsUp(const ProfileStanding& facts) { return GatewayPid(facts.report) > 0; }

const ProfileStanding* Default(const Survey& survey) {
  const auto found = std::find_if(
      survey.profiles.begin(), survey.profiles.end(),
      [](const auto& each) { return each.report.profile == "default"; });
  return found == survey.profiles.end() ? nullptr : &*found;
}

// Returns the gateway's own word for its state, which monitors know. A live
// gateway that has recorded no state counts as running.
std::string StateOf(bool live, const RecordedHealth* said) {
  if (!live) return "stopped";
  if (said == nullptr || said->gateway_state.empty()) return "running";
  return said->gateway_state;
}

}  // namespace

json::object GatewayStatus(const Survey& survey) {
  const ProfileStanding* facts = Default(survey);
  const bool live = facts != nullptr && IsUp(*facts);
  const bool speaks = live && Speaks(facts->report, facts->recorded);
  const std::string state = StateOf(live, speaks ? &*facts->recorded : nullptr);
  const bool drainable = live && state == "running";
  json::object platforms;
  if (speaks) {
    for (const auto& [name, word] : facts->recorded->platforms) {
      platforms[name] = json::object{{"state", word}};
    }
  }
  return {
      {"gateway_running", live},
      {"gateway_state", state},
      {"health", facts != nullptr ? HealthWord(facts->report, facts->recorded)
                                  : "unknown"},
      {"platforms", std::move(platforms)},
      {"gateway_busy",
       drainable && speaks && facts->recorded->active_agents > 0},
      {"gateway_drainable", drainable},
      {"profiles_running",
       std::count_if(survey.profiles.begin(), survey.profiles.end(), IsUp)},
      {"profiles_total", survey.profiles.size()}};
}

}  // namespace hermes::gateway::dashboard
