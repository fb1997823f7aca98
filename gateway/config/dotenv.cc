#include "gateway/config/dotenv.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "shim/base/dotenv.h"

namespace hermes::gateway {

absl::StatusOr<std::vector<DotenvEntry>> ParseDotenv(std::string_view text) {
  const auto parsed = hermes::ParseDotenv(text);
  if (!parsed.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(parsed.error().line, ": ", parsed.error().what));
  }
  std::vector<DotenvEntry> entries;
  for (const auto& [name, value] : parsed.value()) {
    entries.push_back({name, value});
  }
  return entries;
}

}  // namespace hermes::gateway
