#ifndef TESTS_GATEWAY_UPSTREAM_FAKE_COMPLETION_H_
#define TESTS_GATEWAY_UPSTREAM_FAKE_COMPLETION_H_

#include <boost/asio/awaitable.hpp>
#include <string>

#include "tests/gateway/upstream_fake/client_link.h"
#include "tests/gateway/upstream_fake/reply.h"
#include "tests/gateway/upstream_fake/script.h"

namespace hermes::gateway {

// The form of the answer that the request asks for.
struct AnswerShape {
  bool stream = false;
  bool with_usage = false;
  bool keep_alive = true;
  bool chunked =
      true;  // HTTP/1.1; without it the end of the connection ends it
};

// Returns a complete HTTP reply with a body of JSON. `extra_headers` must end
// with \r\n each.
std::string WholeReply(int status, const std::string& body, bool keep_alive,
                       const std::string& extra_headers = "");

// The way in which an answer ended.
enum class AnswerEnd {
  kComplete,  // the script is done; the connection may be reused
  kBroken,    // the script demands that the connection be closed
  kGone,      // the client disconnected first
};

// Sends the answer that the script describes.
boost::asio::awaitable<AnswerEnd> SendCompletion(ClientLink& link,
                                                 const Script& script,
                                                 const CompletionFacts& facts,
                                                 const AnswerShape& shape);

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_COMPLETION_H_
