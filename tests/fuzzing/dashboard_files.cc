// Fuzzes the files that the dashboard reads: gateway_state.json, the log in
// which a slot records its gateway's exits, and the record of another
// dashboard.

#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/control/slot_report.h"
#include "gateway/dashboard/instance.h"
#include "gateway/dashboard/view/recorded_health.h"
#include "gateway/dashboard/view/restart_log.h"
#include "gateway/turn/utf8_sanitizer.h"
#include "shim/manager/slot_state.h"
#include "shim/profile/profile_lock.h"
#include "tests/fuzzing/harness.h"

namespace hermes::gateway::dashboard {
namespace {

using fuzzing::Require;

constexpr size_t kMostEvents = 20;
constexpr char kSlot[] = "gateway-a";

void CheckHealth(const std::string& text) {
  const std::optional<RecordedHealth> recorded = ParseRecordedHealth(text);
  if (!recorded.has_value()) return;
  Require(recorded->pid >= 0, "a pid names one process");
  for (const std::string& words :
       {recorded->gateway_state, recorded->exit_reason}) {
    Require(SanitizeUtf8(words) == words, "recorded text is UTF-8");
  }
  SlotReport report;
  report.view.state = SlotState::kRunning;
  Require(HealthWord(report, recorded) == "ok",
          "a record of another process does not count");
  report.lock.emplace();
  report.lock->holder = LockHolder::kHere;
  report.lock->pid = recorded->pid;
  const std::string word = HealthWord(report, recorded);
  Require(word == "ok" || (Speaks(report, recorded) &&
                           (word == "degraded" || word == "draining" ||
                            word == "starting")),
          "the health is one of the known words");
}

void CheckInstance(std::string_view text) {
  const std::optional<InstanceRecord> record = ParseInstanceRecord(text);
  if (!record.has_value()) return;
  Require(record->pid > 0, "a pid names one process");
  for (const char c : record->url) {
    Require(c > 0x20 && c < 0x7F, "a URL can be printed");
  }
  const auto again = ParseInstanceRecord(FormatInstanceRecord(*record));
  Require(again.has_value() && again->pid == record->pid &&
              again->start_time == record->start_time &&
              again->url == record->url,
          "a written record reads the same");
}

std::string WordsOf(const RestartEvent& event) {
  return event.cause + (event.outcome.empty() ? "" : "; " + event.outcome);
}

std::string Written(const RestartEvent& event) {
  std::tm local = {};
  localtime_r(&event.at, &local);
  std::array<char, 96> stamp{};
  std::snprintf(stamp.data(), stamp.size(),
                "%04d-%02d-%02d %02d:%02d:%02d.000000000", local.tm_year + 1900,
                local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min,
                local.tm_sec);
  return std::string(stamp.data()) + "  hermes-entry: " + kSlot + ": " +
         WordsOf(event);
}

void CheckRestarts(std::string_view text) {
  const auto events = RestartsIn(text, kSlot, kMostEvents);
  Require(events.size() <= kMostEvents, "the number of events is limited");
  for (const RestartEvent& event : events) {
    Require(event.cause.rfind("was killed by ", 0) == 0 ||
                event.cause.rfind("ended ", 0) == 0,
            "a cause describes an exit");
    const std::string words = WordsOf(event);
    Require(SanitizeUtf8(words) == words, "an event is UTF-8");
    for (const char c : words) {
      Require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7F,
              "an event is one line");
    }
    // A blank at the end is trimmed; these two causes then no longer parse.
    if (event.cause == "was killed by signal" ||
        event.cause == "ended with exit code") {
      continue;
    }
    const auto again = RestartsIn(Written(event), kSlot, kMostEvents);
    Require(again.size() == 1 && again[0].at == event.at &&
                WordsOf(again[0]) == words,
            "a written event reads the same");
  }
  const std::string last =
      "2026-11-24 10:58:44.123456789  hermes-entry: " + std::string(kSlot) +
      ": ended with exit code 1";
  const auto more =
      RestartsIn(std::string(text) + "\n" + last, kSlot, kMostEvents);
  Require(!more.empty() && more[0].cause == "ended with exit code 1",
          "the latest event comes first");
}

}  // namespace
}  // namespace hermes::gateway::dashboard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // In UTC every local time is unambiguous, so that it is read back unchanged.
  static const int utc = setenv("TZ", "UTC", 1);
  hermes::fuzzing::Require(utc == 0, "the time zone can be set");
  const std::string_view text = hermes::fuzzing::TextOf(data, size);
  hermes::gateway::dashboard::CheckHealth(std::string(text));
  hermes::gateway::dashboard::CheckRestarts(text);
  hermes::gateway::dashboard::CheckInstance(text);
  return 0;
}
