#ifndef GATEWAY_TURN_BACKEND_H_
#define GATEWAY_TURN_BACKEND_H_

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/turn/chat_message.h"
#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {

// The input of a back end for one turn.
struct Prompt {
  std::string system;                 // the system prompt, or ""
  std::vector<ChatMessage> messages;  // oldest first; the last is the input
  std::string model;                  // "" for the configured model
  // The client's options for the generation (temperature, max_tokens, stop
  // ...), with the names of the OpenAI API, already validated.
  boost::json::object options;
  std::string session_id;
};

// Tokens as the back end counted them.
struct Usage {
  int64_t prompt_tokens = 0;
  int64_t completion_tokens = 0;
  int64_t total_tokens = 0;

  friend bool operator==(const Usage&, const Usage&) = default;
};

// Why an answer is missing or incomplete, as an error of the API. `message` is
// one sentence for the client and contains no secret.
struct TurnFailure {
  int http_status = 502;
  std::string type = "server_error";
  std::string code = "agent_incomplete";
  std::string message;
  std::optional<int> retry_after_secs;
};

struct BackendResult {
  // How the text ended: "stop", "length" or "content_filter". Has no meaning if
  // `failure` is set.
  std::string finish_reason = "stop";
  std::optional<Usage> usage;          // not set if the back end reports none
  std::optional<TurnFailure> failure;  // not set if the answer is complete
};

// Receives the text of an answer, piece by piece.
class TextSink {
 public:
  virtual ~TextSink() = default;
  // Writes `text`, which must be valid UTF-8 and not empty. Completes when the
  // next piece can be written, so that a slow reader slows the back end down.
  // Text that is written after the turn's stop was requested is still recorded.
  virtual boost::asio::awaitable<void> Write(std::string_view text) = 0;
};

// Whether a back end can answer now.
struct BackendHealth {
  bool ok = false;
  std::string detail;  // contains no secret
};

// Answers turns. One object serves all turns, many at a time, on one io_context
// and one thread.
class Backend {
 public:
  virtual ~Backend() = default;

  // Runs one turn. After `stop` is requested it soon returns, whatever it is
  // waiting for, and has released all its resources; the result is then
  // ignored. Never throws because of an error of the server or program that it
  // uses.
  virtual boost::asio::awaitable<BackendResult> Run(const Prompt& prompt,
                                                    TextSink& sink,
                                                    TurnStop& stop) = 0;

  // Checks the back end now, within three seconds and without using tokens.
  virtual boost::asio::awaitable<BackendHealth> Check() = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_BACKEND_H_
