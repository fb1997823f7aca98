#include "shim/base/umask_setting.h"

#include <sys/stat.h>

#include <cstddef>
#include <optional>
#include <string_view>

#include "shim/base/parse_number.h"

namespace hermes {

std::optional<mode_t> ParseUmask(std::string_view octal) {
  constexpr size_t kMostDigits = 4;
  constexpr mode_t kLargest = 0777;
  const std::optional<mode_t> mask = ParseNumber<mode_t>(octal, 8);
  if (octal.size() > kMostDigits || mask > kLargest) return std::nullopt;
  return mask;
}

void ApplyUmask(std::string_view octal) {
  const std::optional<mode_t> mask = ParseUmask(octal);
  if (mask.has_value()) umask(*mask);
}

}  // namespace hermes
