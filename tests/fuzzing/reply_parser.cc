// Fuzzes the reply of an upstream's HTTP server, whole and in pieces.

#include "gateway/upstream/reply_parser.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "tests/fuzzing/harness.h"

namespace hermes::gateway::upstream {
namespace {

using fuzzing::Require;

struct Reply {
  // True if the reply is complete, or ends correctly with the connection.
  bool usable = false;
  bool complete = false;
  bool keeps_connection = false;
  int status = 0;
  std::string content_type;
  std::string retry_after;
  std::string body;
  std::string rest;  // bytes after the reply

  friend bool operator==(const Reply&, const Reply&) = default;
};

// Reads as the gateway does: bytes that the parser did not consume are passed
// again together with more.
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
      Require(taken <= bytes.size(), "no more bytes are consumed than given");
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

// Checks that pieces give the same reply. The parser may notice later or sooner
// that a reply is malformed, but what it passed on until then must be the same.
void CheckSame(const Reply& whole, const Reply& pieces) {
  if (whole.usable || pieces.usable) {
    Require(whole == pieces, "pieces give the same reply");
    return;
  }
  const size_t common = std::min(whole.body.size(), pieces.body.size());
  Require(whole.body.substr(0, common) == pieces.body.substr(0, common),
          "pieces give the same body up to the error");
}

}  // namespace
}  // namespace hermes::gateway::upstream

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hermes::gateway::upstream;  // NOLINT
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
