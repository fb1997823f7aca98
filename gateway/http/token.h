#ifndef GATEWAY_HTTP_TOKEN_H_
#define GATEWAY_HTTP_TOKEN_H_

#include <string_view>

namespace hermes::gateway::http {

// True for the bytes of a method's or a header's name: `tchar` of RFC 9110
// (5.6.2).
constexpr bool IsTokenByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// True for the bytes that a line may have besides its end: no control
// character other than a tab, so no CR and no LF either.
constexpr bool IsLineByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_TOKEN_H_
