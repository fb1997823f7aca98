#include "shim/entry/duration.h"

#include <optional>
#include <string_view>

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
  long number = 0;
  size_t digits = 0;
  for (; digits < text.size(); ++digits) {
    const char c = text[digits];
    if (c < '0' || c > '9') break;
    number = number * 10 + (c - '0');
    if (number > kLongestMs) return std::nullopt;
  }
  if (digits == 0) return std::nullopt;
  for (const Unit& unit : kUnits) {
    if (text.substr(digits) != unit.suffix) continue;
    if (number > kLongestMs / unit.milliseconds) return std::nullopt;
    return number * unit.milliseconds;
  }
  return std::nullopt;
}

}  // namespace hermes
