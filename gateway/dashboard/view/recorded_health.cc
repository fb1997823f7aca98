#include "gateway/dashboard/view/recorded_health.h"

#include <fcntl.h>

#include <boost/json.hpp>
#include <cstddef>

#include "absl/status/statusor.h"
#include "gateway/dashboard/view/json_text.h"
#include "gateway/files/durable_file.h"
#include "shim/manager/slot_state.h"
#include "shim/profile/profile_lock.h"

namespace hermes::gateway::dashboard {
namespace {

namespace json = boost::json;

constexpr size_t kLargestState = 1 << 20;

int64_t Number(const json::object& object, const char* name) {
  const json::value* value = object.if_contains(name);
  return value != nullptr && value->is_int64() ? value->get_int64() : 0;
}

std::map<std::string, std::string> Platforms(const json::object& object) {
  std::map<std::string, std::string> platforms;
  const json::value* value = object.if_contains("platforms");
  if (value == nullptr || !value->is_object()) return platforms;
  for (const auto& [name, platform] : value->get_object()) {
    if (!platform.is_object()) continue;
    platforms[std::string(name)] = TextMember(platform.get_object(), "state");
  }
  return platforms;
}

struct SpokenRow {
  const char* gateway_state;
  const char* word;
};
constexpr SpokenRow kSpoken[] = {
    {"running", "ok"},
    {"degraded", "degraded"},
    {"draining", "draining"},
    {"starting", "starting"},
};

// Returns the word for a live gateway.
std::string WordOfGateway(const SlotReport& report,
                          const std::optional<RecordedHealth>& recorded) {
  if (!Speaks(report, recorded)) return "ok";
  for (const SpokenRow& row : kSpoken) {
    if (recorded->gateway_state == row.gateway_state) return row.word;
  }
  return "ok";
}

struct SlotRow {
  SlotState state;
  const char* word;
};
// Slot states that determine the word whatever the gateway recorded.
constexpr SlotRow kSlots[] = {
    {SlotState::kDraining, "draining"},  {SlotState::kHeld, "held"},
    {SlotState::kBackingOff, "failing"}, {SlotState::kRestarting, "starting"},
    {SlotState::kStarting, "starting"},  {SlotState::kFailed, "failed"},
};

}  // namespace

std::optional<RecordedHealth> ParseRecordedHealth(const std::string& text) {
  json::error_code error;
  const json::value value = json::parse(text, error);
  if (error.failed() || !value.is_object()) return std::nullopt;
  const json::object& object = value.get_object();
  RecordedHealth health;
  health.pid = PidMember(object, "pid");
  health.gateway_state = TextMember(object, "gateway_state");
  health.active_agents = Number(object, "active_agents");
  health.exit_reason = TextMember(object, "exit_reason");
  health.platforms = Platforms(object);
  return health;
}

std::optional<RecordedHealth> ReadRecordedHealth(const std::string& home) {
  const absl::StatusOr<std::string> text =
      ReadSmallFile(AT_FDCWD, home + "/gateway_state.json", kLargestState);
  if (!text.ok()) return std::nullopt;
  return ParseRecordedHealth(*text);
}

pid_t GatewayPid(const SlotReport& report) {
  if (report.lock.has_value() && report.lock->holder == LockHolder::kHere) {
    return report.lock->pid;
  }
  const bool has_status =
      report.error.empty() && report.view.state != SlotState::kNoSlot;
  return has_status && report.view.status.pid > 0 ? report.view.status.pid : 0;
}

bool Speaks(const SlotReport& report,
            const std::optional<RecordedHealth>& recorded) {
  const pid_t gateway = GatewayPid(report);
  return recorded.has_value() && gateway > 0 && recorded->pid == gateway;
}

std::string HealthWord(const SlotReport& report,
                       const std::optional<RecordedHealth>& recorded) {
  if (!report.error.empty()) return "unknown";
  if (report.view.state == SlotState::kRunning) {
    return WordOfGateway(report, recorded);
  }
  for (const SlotRow& row : kSlots) {
    if (row.state == report.view.state) return row.word;
  }
  if (!report.lock.has_value()) return "down";
  switch (report.lock->holder) {
    case LockHolder::kHere:
      return WordOfGateway(report, recorded);
    case LockHolder::kElsewhere:
      return "elsewhere";
    case LockHolder::kNobody:
      break;
  }
  return "down";
}

}  // namespace hermes::gateway::dashboard
