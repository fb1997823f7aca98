// The reply of an upstream's HTTP server, whole and in pieces.

#include "gateway/upstream/reply_parser.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzzing/harness.h"

namespace hermes::gateway {
namespace {

using fuzzing::Require;

struct Reply {
  // The reply is whole, or its end was the end of the connection.
  bool usable = false;
  bool complete = false;
  bool keeps_connection = false;
  int status = 0;
  std::string content_type;
  std::string retry_after;
  std::string body;
  std::string rest;  // behind the reply

  friend bool operator==(const Reply&, const Reply&) = default;
};

// Reads as the gateway does: what was not taken comes again with more.
Reply Read(const std::vector<std::string_view>& pieces) {
  Reply reply;
  ReplyParser parser;
  for (const std::string_view piece : pieces) {
    reply.rest += piece;
    size_t taken = 1;
    while (taken > 0 && !reply.rest.empty() && !parser.complete()) {
      const std::string bytes = reply.rest;
      const auto verdict = parser.Take(
          bytes, [&](std::string_view body) { reply.body += body; }, &taken);
      Require(taken <= bytes.size(), "no more is taken than there is");
      if (verdict == ReplyParser::Verdict::kMalformed) return reply;
      reply.rest.erase(0, taken);
    }
  }
  reply.complete = parser.complete();
  reply.usable = reply.complete || parser.TakeEnd();
  if (!reply.usable) return reply;
  Require(parser.has_head(), "a reply begins with its head");
  reply.keeps_connection = parser.keeps_connection();
  reply.status = parser.head().status;
  reply.content_type = parser.head().content_type;
  reply.retry_after = parser.head().retry_after;
  return reply;
}

// What is malformed may be noticed sooner or later, but what was passed on of
// it until then is the same.
void CheckSame(const Reply& whole, const Reply& pieces) {
  if (whole.usable || pieces.usable) {
    Require(whole == pieces, "pieces give the same reply");
    return;
  }
  const size_t common = std::min(whole.body.size(), pieces.body.size());
  Require(whole.body.substr(0, common) == pieces.body.substr(0, common),
          "pieces give the same body as far as it came");
}

}  // namespace
}  // namespace hermes::gateway

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hermes::gateway;  // NOLINT
  const std::string_view text = hermes::fuzzing::TextOf(data, size);
  const Reply whole = Read({text});
  Require(whole.body.size() <= size, "a body is not larger than the reply");
  Require(!whole.usable || (whole.status >= 0 && whole.status <= 999),
          "a status has three digits at most");
  for (const std::string* value : {&whole.content_type, &whole.retry_after}) {
    Require(value->find_first_of("\r\n") == std::string::npos,
            "a header's value is one line");
  }
  CheckSame(whole, Read(hermes::fuzzing::Pieces(text, 1)));
  CheckSame(whole, Read(hermes::fuzzing::Pieces(text, 23)));
  return 0;
}
