#include "gateway/dashboard/profiles_document.h"

#include <boost/json.hpp>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gateway/state/rfc3339.h"
#include "shim/intent/profile_lock.h"
#include "shim/intent/recorded_state.h"
#include "shim/manager/slot_state.h"
#include "shim/slot/slot_status.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

constexpr char kSince[] = "since_secs";

json::value NumberOrNull(long long number) {
  if (number < 0) return nullptr;
  return number;
}

json::value TextOrNull(const std::string& text) {
  if (text.empty()) return nullptr;
  return json::value(text);
}

std::string StateWords(const SlotReport& report) {
  if (!report.error.empty()) return "unknown";
  return std::string(WordOf(report.view.state));
}

bool HasStatus(const SlotReport& report) {
  return report.error.empty() && report.view.state != SlotState::kNoSlot;
}

json::object SlotObject(const SlotReport& report) {
  const SlotStatus none;
  const SlotStatus& status = HasStatus(report) ? report.view.status : none;
  const std::string words = StateWords(report);
  return {{"slot", report.view.slot},
          {"state", absl::StrReplaceAll(words, {{" ", "_"}})},
          {"state_word", words},
          {"error", TextOrNull(report.error)},
          {"pid", NumberOrNull(status.pid)},
          {kSince, NumberOrNull(status.seconds_since_change)},
          {"wanted_up", HasStatus(report) && status.wanted_up},
          {"ready",
           report.error.empty() && report.view.state == SlotState::kRunning},
          {"last_exit_code", NumberOrNull(status.exit_code)},
          {"failed_code", NumberOrNull(status.failed_code)},
          {"young_deaths", status.young_in_a_row},
          {"delay_secs", status.delay_s}};
}

json::value DesiredOf(Intent intent) {
  switch (intent) {
    case Intent::kRunning:
      return "running";
    case Intent::kStopped:
      return "stopped";
    case Intent::kNone:
      break;
  }
  return nullptr;
}

json::value LockOf(const SlotReport& report) {
  if (!report.lock.has_value()) return nullptr;
  switch (report.lock->holder) {
    case LockHolder::kHere:
      return "here";
    case LockHolder::kElsewhere:
      return "elsewhere";
    case LockHolder::kNobody:
      break;
  }
  return "free";
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

// What the gateway says of itself, as long as it is the one that said it.
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
  json::object object = {{"name", facts.report.profile},
                         {"home", facts.card.home},
                         {"active", facts.report.is_current},
                         {"description", facts.card.description}};
  for (auto& [name, value] : SlotObject(facts.report)) object[name] = value;
  object["desired"] = DesiredOf(facts.report.intent);
  object["lock"] = LockOf(facts.report);
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

}  // namespace hermes::gateway
