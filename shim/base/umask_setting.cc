#include "shim/base/umask_setting.h"

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

}  // namespace hermes
