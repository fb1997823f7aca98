#ifndef GATEWAY_DASHBOARD_LOGIN_BASE64_H_
#define GATEWAY_DASHBOARD_LOGIN_BASE64_H_

#include <optional>
#include <string>

namespace hermes::gateway {

// Base64 without padding: the plain alphabet (+ and /), and the one of URLs and
// cookies (- and _). Pure.
std::string EncodeBase64(const std::string& bytes);
std::string EncodeWebBase64(const std::string& bytes);

// Each takes its own alphabet alone, without padding; nothing for other texts.
// Pure.
std::optional<std::string> DecodeBase64(const std::string& text);
std::optional<std::string> DecodeWebBase64(const std::string& text);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_LOGIN_BASE64_H_
