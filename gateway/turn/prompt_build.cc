#include "gateway/turn/prompt_build.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {

std::string BuildSystemPrompt(
    const std::string& soul,
    const std::vector<std::string>& request_system_texts) {
  const std::string base(absl::StripTrailingAsciiWhitespace(soul));
  std::string own;
  for (const std::string& text : request_system_texts) {
    if (absl::StripAsciiWhitespace(text).empty()) continue;
    absl::StrAppend(&own, own.empty() ? "" : "\n", text);
  }
  const bool both = !base.empty() && !own.empty();
  return absl::StrCat(base, both ? "\n\n" : "", own);
}

}  // namespace hermes::gateway
