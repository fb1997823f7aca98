#include "shim/scripts/restart_limit.h"

#include <optional>
#include <string_view>

#include "shim/base/parse_number.h"
#include "shim/profile/slot_name.h"

namespace hermes {
namespace {

constexpr int kDashboardLimit = 4;
constexpr int kLargest = 1000000;

}  // namespace

std::optional<int> ParseMaxRestarts(std::string_view text) {
  return ParseNumberBetween(text, 0, kLargest);
}

std::optional<int> EarlyExitLimit(std::string_view slot,
                                  std::string_view max_restarts) {
  if (slot == kDashboardSlot) return kDashboardLimit;
  return ParseMaxRestarts(max_restarts);
}

}  // namespace hermes
