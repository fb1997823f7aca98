#ifndef HERMES_SHIM_BASE_PARSE_NUMBER_H_
#define HERMES_SHIM_BASE_PARSE_NUMBER_H_

#include <charconv>
#include <limits>
#include <optional>
#include <string_view>
#include <system_error>
#include <type_traits>

namespace hermes {

// Parses `text` as a whole number: digits of `base`, and nothing else, except
// that a signed type accepts a '-' before a number that is not 0. Leading zeros
// are accepted. Returns std::nullopt for any other text (empty, white space, a
// '+', text after the number) and if the number does not fit `Int`. Does not
// depend on the locale. Pure.
template <typename Int>
std::optional<Int> ParseNumber(std::string_view text, int base = 10) {
  static_assert(std::is_integral_v<Int> && !std::is_same_v<Int, bool>);
  Int number{};
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number, base);
  if (error != std::errc() || stop != end) return std::nullopt;
  if (number == 0 && text.front() == '-') return std::nullopt;
  return number;
}

// Like ParseNumber() in base 10, but also returns std::nullopt if the number is
// less than `least` or greater than `greatest`. Pure.
template <typename Int>
std::optional<Int> ParseNumberBetween(
    std::string_view text, Int least,
    Int greatest = std::numeric_limits<Int>::max()) {
  const std::optional<Int> number = ParseNumber<Int>(text);
  if (!number || *number < least || *number > greatest) return std::nullopt;
  return number;
}

// Like ParseNumber() in base 10 for the first line of `text`, without its
// newline. For the content of a file, which usually ends with one. Pure.
template <typename Int>
std::optional<Int> ParseNumberInFirstLine(std::string_view text) {
  return ParseNumber<Int>(text.substr(0, text.find('\n')));
}

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_PARSE_NUMBER_H_
