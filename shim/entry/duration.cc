#include "shim/entry/duration.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "shim/base/parse_number.h"

namespace hermes {
namespace {

struct Unit {
  std::string_view suffix;
  long milliseconds;
};

constexpr Unit kUnits[] = {
    {"", 1000}, {"ms", 1}, {"s", 1000}, {"m", 60000}, {"h", 3600000},
};

constexpr long kLongestMs = 24 * 3600000L;

}  // namespace

std::optional<long> ParseDurationMs(std::string_view text) {
  const size_t digits =
      std::min(text.find_first_not_of("0123456789"), text.size());
  for (const Unit& unit : kUnits) {
    if (text.substr(digits) != unit.suffix) continue;
    const std::optional<long> number = ParseNumberBetween(
        text.substr(0, digits), 0L, kLongestMs / unit.milliseconds);
    if (!number.has_value()) return std::nullopt;
    return *number * unit.milliseconds;
  }
  return std::nullopt;
}

}  // namespace hermes
