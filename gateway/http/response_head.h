#ifndef GATEWAY_HTTP_RESPONSE_HEAD_H_
#define GATEWAY_HTTP_RESPONSE_HEAD_H_

#include <cstddef>
#include <ctime>
#include <optional>
#include <string>

#include "gateway/http/message.h"

namespace hermes::gateway::http {

// How a reply's end is told.
struct ResponseFraming {
  unsigned version = 11;  // the request's, as Beast counts: 10 or 11
  bool keep_alive = true;
  std::optional<size_t> length;  // nothing: a stream, in chunks where it can be
  std::time_t now = 0;           // for the Date header
  // The client came by https: it is told to come so from now on. RFC 6797 (7.2)
  // forbids that over anything else.
  bool by_https = false;
};

// `time` as HTTP writes it: "Sun, 06 Nov 1994 08:49:37 GMT". Pure.
std::string FormatDate(std::time_t time);

// The status line and the header of `reply`, with the security headers, up to
// and with the empty line. Pure.
std::string ResponseHead(const Response& reply, const ResponseFraming& framing);

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_RESPONSE_HEAD_H_
