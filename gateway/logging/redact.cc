#include "gateway/logging/redact.h"

#include <cstddef>

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"

namespace hermes::gateway {
namespace {

constexpr char kMask[] = "[redacted]";
constexpr char kBearer[] = "bearer ";
constexpr size_t kBearerLength = sizeof(kBearer) - 1;

std::string MaskBearerTokens(const std::string& text) {
  std::string out;
  size_t at = 0;
  while (at < text.size()) {
    if (!absl::EqualsIgnoreCase(text.substr(at, kBearerLength), kBearer)) {
      out.push_back(text[at++]);
      continue;
    }
    out.append(text, at, kBearerLength).append(kMask);
    at = text.find_first_of(" \t\r\n", at + kBearerLength);
    if (at == std::string::npos) break;
  }
  return out;
}

}  // namespace

std::string Redact(const std::string& text,
                   const std::vector<std::string>& secrets) {
  std::string out = text;
  for (const std::string& secret : secrets) {
    if (!secret.empty()) absl::StrReplaceAll({{secret, kMask}}, &out);
  }
  return MaskBearerTokens(out);
}

}  // namespace hermes::gateway
