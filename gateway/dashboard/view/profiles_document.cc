#include "gateway/dashboard/view/profiles_document.h"

#include <boost/json.hpp>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gateway/state/rfc3339.h"

namespace hermes::gateway::dashboard {
namespace {

namespace json = boost::json;

constexpr char kSince[] = "since_s";

json::value NumberOrNull(long long number) {
  if (number < 0) return nullptr;
  return number;
}

json::value TextOrNull(const std::string& text) {
  if (text.empty()) return nullptr;
  return json::value(text);
}

json::value ApiUrl(const ProfileCard& card) {
  if (!card.api_on || card.api_port == 0) return nullptr;
  const bool v6 = absl::StrContains(card.api_host, ":");
  return json::value(absl::StrCat("http://", v6 ? "[" : "", card.api_host,
                                  v6 ? "]" : "", ":", card.api_port));
}

json::array Restarts(const std::vector<RestartEvent>& events) {
  json::array list;
  for (const RestartEvent& event : events) {
    const WallTime at{std::chrono::seconds(event.at)};
    list.push_back(json::object{{"at", FormatRfc3339(at)},
                                {"cause", event.cause},
                                {"outcome", event.outcome}});
  }
  return list;
}

// Adds what the gateway recorded about itself. Only the reason of its exit
// counts if the record is not the live gateway's.
void AddSpoken(const ProfileStanding& facts, json::object* object) {
  const pid_t gateway = GatewayPid(facts.report);
  const bool speaks = Speaks(facts.report, facts.recorded);
  (*object)["gateway_pid"] = NumberOrNull(gateway > 0 ? gateway : -1);
  (*object)["gateway_state"] =
      speaks ? TextOrNull(facts.recorded->gateway_state) : nullptr;
  (*object)["active_agents"] =
      speaks ? json::value(facts.recorded->active_agents) : nullptr;
  (*object)["exit_reason"] = facts.recorded.has_value() && !speaks
                                 ? TextOrNull(facts.recorded->exit_reason)
                                 : nullptr;
}

json::object ProfileObject(const ProfileStanding& facts) {
  json::object object = GatewayObject(facts.report);
  object.erase("profile");
  object["name"] = facts.report.profile;
  object["home"] = facts.card.home;
  object["description"] = facts.card.description;
  object["port"] = facts.card.api_on ? NumberOrNull(facts.card.api_port)
                                     : json::value(nullptr);
  object["api_url"] = ApiUrl(facts.card);
  object["api_off_reason"] = TextOrNull(facts.card.off_reason);
  object["problem"] = TextOrNull(facts.card.problem);
  object["health"] = HealthWord(facts.report, facts.recorded);
  AddSpoken(facts, &object);
  object["restarts"] = Restarts(facts.restarts);
  return object;
}

void DropTimes(json::value* value) {
  if (json::object* object = value->if_object()) {
    object->erase(kSince);
    for (auto& member : *object) DropTimes(&member.value());
  } else if (json::array* array = value->if_array()) {
    for (json::value& each : *array) DropTimes(&each);
  }
}

}  // namespace

json::object ProfilesDocument(const Survey& survey) {
  json::array profiles;
  for (const ProfileStanding& facts : survey.profiles) {
    profiles.push_back(ProfileObject(facts));
  }
  json::value dashboard = nullptr;
  if (survey.dashboard.has_value()) dashboard = SlotObject(*survey.dashboard);
  return {{"supervised", survey.supervised},
          {"not_supervised_because", TextOrNull(survey.not_supervised_because)},
          {"profiles", std::move(profiles)},
          {"dashboard", std::move(dashboard)}};
}

std::string FingerprintOf(json::object document) {
  json::value value = std::move(document);
  DropTimes(&value);
  return json::serialize(value);
}

}  // namespace hermes::gateway::dashboard
