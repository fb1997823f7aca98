#include "shim/scripts/restart_limit.h"

#include <charconv>
#include <optional>
#include <string_view>

#include "shim/profile/slot_name.h"

namespace hermes {
namespace {

constexpr int kDashboardLimit = 4;
constexpr int kLargest = 1000000;

}  // namespace

std::optional<int> ParseMaxRestarts(std::string_view text) {
  int number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || number < 0 || number > kLargest) {
    return std::nullopt;
  }
  return number;
}

std::optional<int> YoungDeathLimit(std::string_view slot,
                                   std::string_view max_restarts) {
  if (slot == kDashboardSlot) return kDashboardLimit;
  return ParseMaxRestarts(max_restarts);
}

}  // namespace hermes
