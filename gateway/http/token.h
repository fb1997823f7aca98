#ifndef GATEWAY_HTTP_TOKEN_H_
#define GATEWAY_HTTP_TOKEN_H_

#include <string_view>

namespace hermes::gateway::http {

// Returns true for the bytes of a method or of a header's name: `tchar` of RFC
// 9110 (5.6.2).
constexpr bool IsTokenByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// Returns true for the bytes that a line may contain before its end: all except
// control characters other than tab; CR and LF are control characters.
constexpr bool IsLineByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_TOKEN_H_
