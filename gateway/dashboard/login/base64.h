#ifndef GATEWAY_DASHBOARD_LOGIN_BASE64_H_
#define GATEWAY_DASHBOARD_LOGIN_BASE64_H_

#include <optional>
#include <string>

namespace hermes::gateway::dashboard {

// Encode as base64 without padding: in the plain alphabet (+ and /), and in the
// one of URLs and cookies (- and _). Pure.
std::string EncodeBase64(const std::string& bytes);
std::string EncodeWebBase64(const std::string& bytes);

// Decode base64 without padding. Each accepts only its own alphabet and returns
// std::nullopt for any other text. Pure.
std::optional<std::string> DecodeBase64(const std::string& text);
std::optional<std::string> DecodeWebBase64(const std::string& text);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_LOGIN_BASE64_H_
