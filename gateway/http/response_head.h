#ifndef GATEWAY_HTTP_RESPONSE_HEAD_H_
#define GATEWAY_HTTP_RESPONSE_HEAD_H_

#include <cstddef>
#include <ctime>
#include <optional>
#include <string>

#include "gateway/http/message.h"

namespace hermes::gateway::http {

// How a reply is framed: its version, its length and whether the connection
// stays open.
struct ResponseFraming {
  unsigned version = 11;  // the request's, as Beast counts: 10 or 11
  bool keep_alive = true;
  // The length of the body. If it is not set, the reply is a stream: in chunks,
  // or in HTTP/1.0 until the connection is closed.
  std::optional<size_t> length;
  std::time_t now = 0;  // for the Date header
  // The client used https: adds Strict-Transport-Security, which RFC 6797 (7.2)
  // forbids over plain http.
  bool by_https = false;
};

// Formats `time` as HTTP does: "Sun, 06 Nov 1994 08:49:37 GMT". Pure.
std::string FormatDate(std::time_t time);

// Returns the status line and the headers of `reply`, including the security
// headers and the final empty line. Pure.
std::string ResponseHead(const Response& reply, const ResponseFraming& framing);

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_RESPONSE_HEAD_H_
