#include "gateway/config/metrics_access.h"

#include "absl/strings/ascii.h"
#include "gateway/config/environment.h"

namespace hermes::gateway {

std::optional<MetricsAccess> ParseMetricsAccess(const std::string& word) {
  const std::string lower = absl::AsciiStrToLower(word);
  if (lower == "loopback") return MetricsAccess::kLoopback;
  if (lower == "key") return MetricsAccess::kKey;
  const std::optional<bool> on = ParseSwitch(word);
  if (!on.has_value()) return std::nullopt;
  return *on ? MetricsAccess::kLoopback : MetricsAccess::kOff;
}

}  // namespace hermes::gateway
