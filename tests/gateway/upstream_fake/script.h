#ifndef TESTS_GATEWAY_UPSTREAM_FAKE_SCRIPT_H_
#define TESTS_GATEWAY_UPSTREAM_FAKE_SCRIPT_H_

#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// How the fake upstream answers one request for a completion. The comment of
// each member names its key in a script.
struct Script {
  // What is said, one piece an event of a stream. From "say" (a text), cut at
  // every "token_bytes" bytes (default 4) or before, where a character would be
  // cut; or, without it, "tokens" pieces of just that many bytes.
  std::vector<std::string> pieces;
  // "delay_ms": before each piece but the first, and before the end.
  std::chrono::milliseconds delay{0};
  // "first_delay_ms": between a stream's header and its first piece.
  std::chrono::milliseconds first_delay{0};
  // "slow_header_ms": before anything is sent.
  std::chrono::milliseconds header_delay{0};
  // "batch": pieces that go out in one write; each is an event of its own.
  int64_t batch = 1;
  // "split_bytes": the stream's events arrive in pieces of this many bytes.
  std::optional<int64_t> split_bytes;

  // "status": an error instead of an answer, with "message", "type", "code" in
  // its body and "retry_after" (seconds) as a header.
  int status = 200;
  std::string message = "the script asks for an error";
  std::string type = "server_error";
  std::string code = "scripted";
  std::optional<int64_t> retry_after;

  // After so many pieces of a stream: "drop_after" ends the connection,
  // "hang_after" sends nothing more, "error_after" sends an error as an event
  // and ends. Of a plain answer there is a half then, nothing, and a 500.
  std::optional<int64_t> drop_after;
  std::optional<int64_t> hang_after;
  std::optional<int64_t> error_after;
  // "no_reply": the connection ends without a byte.
  bool no_reply = false;
  // "garbage": what should be JSON is not.
  bool garbage = false;
  // "no_done": a stream ends without [DONE].
  bool no_done = false;
  // "comments": a comment before each event, as keep-alive lines are.
  bool comments = false;
  // "crlf": lines of a stream end with CR LF.
  bool crlf = false;
  // "usage": whether tokens are counted; unset: as the request asks for.
  std::optional<bool> usage;
  // "finish": finish_reason.
  std::string finish = "stop";
};

// The script that `request`, the body of a request for a completion, has as
// its last user message, if that is a JSON object; else the echo of that
// message: `echo: TEXT [N messages]`, N being all that the request has.
// Errors: InvalidArgument for a script with an unknown key or a value that
// cannot be meant, and for a request without a user message.
absl::StatusOr<Script> ScriptOf(const boost::json::object& request);

// Cuts `text` into pieces of at most `bytes` bytes without cutting a character
// of UTF-8, unless that is longer.
std::vector<std::string> CutIntoPieces(std::string_view text, size_t bytes);

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_SCRIPT_H_
