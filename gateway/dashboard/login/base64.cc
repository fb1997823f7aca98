#include "gateway/dashboard/login/base64.h"

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace hermes::gateway::dashboard {
namespace {

// Returns `bytes` only if encoding them again gives `text`: abseil accepts
// padding and blanks.
std::optional<std::string> Strict(bool decoded, std::string bytes,
                                  const std::string& text,
                                  std::string (*encode)(const std::string&)) {
  if (!decoded || encode(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace

std::string EncodeBase64(const std::string& bytes) {
  std::string text = absl::Base64Escape(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

std::string EncodeWebBase64(const std::string& bytes) {
  return absl::WebSafeBase64Escape(bytes);
}

std::optional<std::string> DecodeBase64(const std::string& text) {
  std::string bytes;
  const bool decoded = absl::Base64Unescape(text, &bytes);
  return Strict(decoded, std::move(bytes), text, &EncodeBase64);
}

std::optional<std::string> DecodeWebBase64(const std::string& text) {
  std::string bytes;
  const bool decoded = absl::WebSafeBase64Unescape(text, &bytes);
  return Strict(decoded, std::move(bytes), text, &EncodeWebBase64);
}

}  // namespace hermes::gateway::dashboard
