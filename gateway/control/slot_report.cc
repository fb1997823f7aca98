#include "gateway/control/slot_report.h"

#include <boost/json.hpp>

#include "absl/strings/str_cat.h"
#include "shim/manager/slot_state.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

// The state of a slot that could not be queried.
constexpr char kUnknown[] = "unknown";

std::string StateWord(const SlotReport& report) {
  if (!report.error.empty()) return kUnknown;
  return std::string(hermes::WordOf(report.view.state));
}

const char* LockWord(LockHolder holder) {
  switch (holder) {
    case LockHolder::kHere:
      return "here";
    case LockHolder::kElsewhere:
      return "elsewhere";
    case LockHolder::kNobody:
      break;
  }
  return "free";
}

const char* IntentWord(Intent intent) {
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

json::value NumberOrNull(long long number) {
  if (number < 0) return nullptr;
  return number;
}

json::value WordOrNull(const char* word) {
  if (word == nullptr) return nullptr;
  return json::value(word);
}

// Returns true if the slot exists and s6 has reported its state.
bool HasStatus(const SlotReport& report) {
  return report.error.empty() && report.view.state != SlotState::kNoSlot;
}

// Returns ", exit code 1", or "" without an exit code.
std::string ExitText(int code) {
  return code < 0 ? "" : absl::StrCat(", exit code ", code);
}

std::string LockText(const SlotReport& report) {
  if (!report.lock) return "";
  switch (report.lock->holder) {
    case LockHolder::kHere:
      return absl::StrCat("; a gateway runs as pid ", report.lock->pid,
                          ", not supervised");
    case LockHolder::kElsewhere:
      return "; gateway.lock is held outside this container";
    case LockHolder::kNobody:
      break;
  }
  return report.view.state == SlotState::kNoSlot ? "; gateway.lock is free"
                                                 : "";
}

std::string StateText(const SlotReport& report) {
  const SlotStatus& status = report.view.status;
  if (!report.error.empty()) return absl::StrCat("unknown: ", report.error);
  std::string text = StateWord(report);
  switch (report.view.state) {
    case SlotState::kNoSlot:
    case SlotState::kForeground:
    case SlotState::kDisabled:
      break;
    case SlotState::kBackingOff:
      absl::StrAppend(&text, " for ", status.delay_s, " s, ",
                      status.consecutive_early_exits, " early exits in a row",
                      ExitText(status.exit_code));
      break;
    case SlotState::kFailed:
      absl::StrAppend(&text, ExitText(status.failed_code));
      break;
    case SlotState::kDown:
      absl::StrAppend(&text, " for ", status.seconds_since_change, " s",
                      ExitText(status.exit_code));
      break;
    default:
      if (status.pid > 0) absl::StrAppend(&text, ", pid ", status.pid);
      absl::StrAppend(&text, ", for ", status.seconds_since_change, " s");
  }
  return absl::StrCat(text, LockText(report));
}

std::string DetailText(const SlotReport& report) {
  const SlotStatus& status = report.view.status;
  const char* intent = IntentWord(report.intent);
  return absl::StrCat(
      "  wanted: ", status.wanted_up ? "up" : "down",
      "\n  ready: ", status.ready ? "yes" : "no", "\n  last exit code: ",
      status.exit_code < 0 ? "none" : absl::StrCat(status.exit_code),
      "\n  early exits in a row: ", status.consecutive_early_exits,
      "\n  recorded for the next boot: ", intent == nullptr ? "none" : intent,
      "\n");
}

std::string LineOfSlot(const SlotReport& report) {
  return absl::StrCat(report.view.slot, ": ", StateText(report), "\n");
}

}  // namespace

json::object SlotObject(const SlotReport& report) {
  const SlotStatus none;
  const SlotStatus& status = HasStatus(report) ? report.view.status : none;
  json::object object;
  object["slot"] = report.view.slot;
  object["state"] = StateWord(report);
  object["wanted_up"] = status.wanted_up && HasStatus(report);
  object["ready"] =
      report.error.empty() && report.view.state == SlotState::kRunning;
  object["pid"] = NumberOrNull(status.pid);
  object["since_s"] = NumberOrNull(status.seconds_since_change);
  object["last_exit_code"] = NumberOrNull(status.exit_code);
  object["failed_code"] = NumberOrNull(status.failed_code);
  object["young_deaths"] = status.consecutive_early_exits;
  object["delay_s"] = status.delay_s;
  object["error"] =
      WordOrNull(report.error.empty() ? nullptr : report.error.c_str());
  return object;
}

json::object GatewayObject(const SlotReport& report) {
  json::object object;
  object["profile"] = report.profile;
  object["current"] = report.is_current;
  for (auto& [name, value] : SlotObject(report)) object[name] = value;
  object["intent"] = WordOrNull(IntentWord(report.intent));
  object["lock"] =
      WordOrNull(report.lock ? LockWord(report.lock->holder) : nullptr);
  const bool has_pid = report.lock && report.lock->holder == LockHolder::kHere;
  object["lock_pid"] = NumberOrNull(has_pid ? report.lock->pid : -1);
  return object;
}

std::string JsonText(const ControlReport& report) {
  json::object document;
  document["schema"] = 1;
  document["supervised"] = report.supervised;
  json::array gateways;
  for (const SlotReport& gateway : report.gateways) {
    gateways.push_back(GatewayObject(gateway));
  }
  document["gateways"] = std::move(gateways);
  document["dashboard"] = nullptr;
  if (report.dashboard) document["dashboard"] = SlotObject(*report.dashboard);
  return absl::StrCat(json::serialize(document), "\n");
}

std::string StatusText(const ControlReport& report, bool details) {
  std::string text;
  std::string others;
  for (const SlotReport& gateway : report.gateways) {
    if (!gateway.is_current) {
      absl::StrAppend(&others, LineOfSlot(gateway));
      continue;
    }
    absl::StrAppend(&text, LineOfSlot(gateway));
    if (details && HasStatus(gateway)) {
      absl::StrAppend(&text, DetailText(gateway));
    }
  }
  if (report.dashboard) absl::StrAppend(&text, LineOfSlot(*report.dashboard));
  return absl::StrCat(text, others);
}

std::string ListText(const ControlReport& report) {
  std::string text;
  for (const SlotReport& gateway : report.gateways) {
    const bool runs =
        gateway.error.empty() && gateway.view.state == SlotState::kRunning;
    absl::StrAppend(&text, runs ? "✓ " : "✗ ", gateway.profile,
                    gateway.is_current ? " (current)" : "", " — ");
    if (runs) {
      absl::StrAppend(&text, "PID ", gateway.view.status.pid, "\n");
    } else {
      absl::StrAppend(&text, "not running (", StateWord(gateway), ")",
                      LockText(gateway), "\n");
    }
  }
  return text;
}

}  // namespace hermes::gateway
