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

// Describes how the fake upstream answers one request for a completion. The
// comment of each member names its key in a script.
struct Script {
  // The text, one piece per event of a stream. "say" (a text) is cut after
  // every "token_bytes" bytes (default 4), or earlier to keep a character
  // whole; without "say" there are "tokens" pieces of exactly that many bytes.
  std::vector<std::string> pieces;
  // "delay_ms": the pause before each piece except the first, and before the
  // end.
  std::chrono::milliseconds delay{0};
  // "first_delay_ms": the pause between a stream's header and its first piece.
  std::chrono::milliseconds first_delay{0};
  // "slow_header_ms": the pause before anything is sent.
  std::chrono::milliseconds header_delay{0};
  // "batch": the number of pieces sent in one write; each is an event of its
  // own.
  int64_t batch = 1;
  // "split_bytes": the stream's events are sent in parts of this many bytes.
  std::optional<int64_t> split_bytes;

  // "status": sends an error instead of an answer, with "message", "type",
  // "code" in its body and "retry_after" (seconds) as a header.
  int status = 200;
  std::string message = "the script asks for an error";
  std::string type = "server_error";
  std::string code = "scripted";
  std::optional<int64_t> retry_after;

  // The number of pieces of a stream after which "drop_after" closes the
  // connection, "hang_after" sends nothing more, and "error_after" sends an
  // error as an event and ends. A plain answer is then cut within its body,
  // never sent, or replaced by a 500.
  std::optional<int64_t> drop_after;
  std::optional<int64_t> hang_after;
  std::optional<int64_t> error_after;
  // "no_reply": closes the connection without sending a byte.
  bool no_reply = false;
  // "garbage": sends invalid JSON.
  bool garbage = false;
  // "no_done": ends a stream without [DONE].
  bool no_done = false;
  // "comments": sends a comment before each event, like a keep-alive line.
  bool comments = false;
  // "crlf": ends the lines of a stream with CR LF.
  bool crlf = false;
  // "usage": whether tokens are reported; if unset, the request decides.
  std::optional<bool> usage;
  // "finish": the finish_reason.
  std::string finish = "stop";
};

// Returns the script of `request`, the body of a request for a completion. If
// its last user message is a JSON object, that is the script; otherwise the
// answer echoes the message: `echo: TEXT [N messages]`, N being the number of
// all messages of the request. Errors: InvalidArgument for a script with an
// unknown key or an invalid value, and for a request without a user message.
absl::StatusOr<Script> ScriptOf(const boost::json::object& request);

// Cuts `text` into pieces of at most `bytes` bytes. Does not cut a character of
// UTF-8; a longer character is a piece of its own.
std::vector<std::string> CutIntoPieces(std::string_view text, size_t bytes);

}  // namespace hermes::gateway

#endif  // TESTS_GATEWAY_UPSTREAM_FAKE_SCRIPT_H_
