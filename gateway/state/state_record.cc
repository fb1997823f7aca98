#include "gateway/state/state_record.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include "gateway/command/version.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

json::value NullIfEmpty(const std::string& text) {
  if (text.empty()) return nullptr;
  return json::string(text);
}

json::value StartTimeOf(const PidRecord& self) {
  if (!self.start_time.has_value()) return nullptr;
  return *self.start_time;
}

json::object PlatformEntry(const ApiPlatform& api, const PidRecord& self,
                           WallTime now) {
  json::object entry;
  entry["state"] = api.state;
  entry["error_code"] = NullIfEmpty(api.error_code);
  entry["error_message"] = NullIfEmpty(api.error_message);
  if (!api.listener_base.empty()) entry["listener_base"] = api.listener_base;
  entry["updated_at"] = FormatRfc3339(now);
  entry["writer_pid"] = self.pid;
  entry["writer_start_time"] = StartTimeOf(self);
  return entry;
}

// Returns the object at `key`; replaces a missing or other value with {}.
json::object& ObjectAt(json::object& parent, const char* key) {
  json::value& value = parent[key];
  if (!value.is_object()) value = json::object();
  return value.get_object();
}

void MergePlatforms(json::object& state, const StateUpdate& update,
                    const PidRecord& self, WallTime now) {
  json::object& platforms = ObjectAt(state, "platforms");
  if (update.api.has_value()) {
    platforms["api_server"] = PlatformEntry(*update.api, self, now);
  } else {
    platforms.erase("api_server");
  }
}

const char* StoreWord(SessionStoreStatus status) {
  switch (status) {
    case SessionStoreStatus::kUnknown:
      return "unknown";
    case SessionStoreStatus::kOk:
      return "ok";
    case SessionStoreStatus::kUnavailable:
      return "unavailable";
    case SessionStoreStatus::kRetrying:
      return "retrying";
  }
  return "";
}

json::array WorkEntries(const std::vector<ActiveWork>& work,
                        const PidRecord& self) {
  constexpr size_t kMost = 32;
  json::array entries;
  for (size_t i = 0; i < std::min(work.size(), kMost); ++i) {
    json::object entry;
    entry["kind"] = work[i].kind;
    entry["session"] = work[i].session;
    entry["pid"] = self.pid;
    entry["elapsed_s"] = std::round(work[i].elapsed_secs * 10) / 10;
    entries.push_back(std::move(entry));
  }
  return entries;
}

json::object ParseObject(std::string_view text, bool* was_corrupt) {
  json::error_code error;
  json::value value =
      json::parse(json::string_view(text.data(), text.size()), error);
  if (!error.failed() && value.is_object()) {
    return std::move(value.get_object());
  }
  if (!text.empty()) *was_corrupt = true;
  return {};
}

}  // namespace

const char* StateName(GatewayState state) {
  switch (state) {
    case GatewayState::kStarting:
      return "starting";
    case GatewayState::kRunning:
      return "running";
    case GatewayState::kDegraded:
      return "degraded";
    case GatewayState::kDraining:
      return "draining";
    case GatewayState::kStopped:
      return "stopped";
    case GatewayState::kStartupFailed:
      return "startup_failed";
  }
  return "";
}

std::string MergeState(std::string_view previous, const StateUpdate& update,
                       const PidRecord& self, WallTime now, bool* was_corrupt) {
  json::object state = ParseObject(previous, was_corrupt);
  state["pid"] = self.pid;
  state["kind"] = "hermes-gateway";
  state["argv"] = json::array(self.argv.begin(), self.argv.end());
  state["start_time"] = StartTimeOf(self);
  state["hermes_home"] = self.hermes_home;
  state["gateway_state"] = StateName(update.state);
  state["exit_reason"] = NullIfEmpty(update.exit_reason);
  state["restart_requested"] = update.restart_requested;
  state["active_agents"] = update.active_work;
  state["active_work"] = WorkEntries(update.work, self);
  state["session_store"] =
      json::object{{"status", StoreWord(update.session_store)}};
  state["updated_at"] = FormatRfc3339(now);
  state["code_version"] = kVersion;
  MergePlatforms(state, update, self, now);
  return absl::StrCat(json::serialize(state), "\n");
}

}  // namespace hermes::gateway
