#ifndef TESTS_GATEWAY_UPSTREAM_FAKE_COMPLETION_H_
#define TESTS_GATEWAY_UPSTREAM_FAKE_COMPLETION_H_

#include <boost/asio/awaitable.hpp>
#include <string>

#include "tests/gateway/upstream_fake/client_link.h"
#include "tests/gateway/upstream_fake/reply.h"
#include "tests/gateway/upstream_fake/script.h"

namespace hermes::gateway {

// What the request wants of an answer.
struct AnswerShape {
  bool stream = false;
  bool with_usage = false;
  bool keep_alive = true;
  bool chunked = true;  // HTTP/1.1; else the end of the connection is the end
};

// A whole HTTP reply with a body of JSON. `extra_headers` end with \r\n each.
std::string WholeReply(int status, const std::string& body, bool keep_alive,
                       const std::string& extra_headers = "");

// How an answer ended.
enum class AnswerEnd {
  kComplete,  // as far as the script goes; the connection may go on
  kBroken,    // as the script wants it: the connection is to be closed
  kGone,      // the client left first
};

// Sends the client what the script says.
boost::asio::awaitable<AnswerEnd> SendCompletion(ClientLink& link,
                                                 const Script& script,
                                                 const CompletionFacts& facts,
                                                 const AnswerShape& shape);

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_COMPLETION_H_
