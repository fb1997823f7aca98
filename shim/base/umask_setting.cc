#include "shim/base/umask_setting.h"

#include <sys/stat.h>

#include <charconv>
#include <system_error>

namespace hermes {

std::optional<mode_t> ParseUmask(std::string_view octal) {
  constexpr size_t kMostDigits = 4;
  mode_t mask = 0;
  const char* const end = octal.data() + octal.size();
  const auto [stopped, error] = std::from_chars(octal.data(), end, mask, 8);
  if (error != std::errc() || stopped != end || octal.size() > kMostDigits ||
      mask > 0777) {
    return std::nullopt;
  }
  return mask;
}

void ApplyUmask(std::string_view octal) {
  const std::optional<mode_t> mask = ParseUmask(octal);
  if (mask.has_value()) umask(*mask);
}

}  // namespace hermes
