#include "gateway/lifecycle/stop_budget.h"

#include <cstdint>
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

// The default of the entry point, in seconds.
constexpr int64_t kDefaultStopTimeout = 75;

std::optional<int64_t> StopTimeout(const EnvironmentMap& environment) {
  int64_t secs = 0;
  const auto set = Lookup(environment, "HERMES_ENTRY_STOP_TIMEOUT");
  if (set.has_value() && absl::SimpleAtoi(*set, &secs)) return secs;
  if (Lookup(environment, "HERMES_S6_SUPERVISED_CHILD").has_value()) {
    return kDefaultStopTimeout;
  }
  return std::nullopt;
}

}  // namespace

std::string StopBudgetWarning(const EnvironmentMap& environment,
                              std::chrono::milliseconds stop_drain) {
  const std::optional<int64_t> timeout = StopTimeout(environment);
  const int64_t needed =
      std::chrono::ceil<std::chrono::seconds>(stop_drain + kCutOffGrace)
          .count();
  if (!timeout.has_value() || *timeout >= needed) return "";
  return absl::StrCat(
      "a stop kills the gateway after ", *timeout,
      " s (HERMES_ENTRY_STOP_TIMEOUT), before a drain of up to ", needed,
      " s (agent.restart_drain_timeout and ", kCutOffGrace.count(),
      " s) is over; set HERMES_ENTRY_STOP_TIMEOUT=", needed,
      " and give the container as long to stop");
}

}  // namespace hermes::gateway
