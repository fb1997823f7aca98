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

// What a back end is asked.
struct Prompt {
  std::string system;                 // "" : none
  std::vector<ChatMessage> messages;  // oldest first; the last is the input
  std::string model;                  // "" : the configured one
  // What the client may choose about the generation (temperature, max_tokens,
  // stop ...), by the names of the OpenAI API, already checked.
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

// Why there is no answer, or only a part of one, in the terms of the API's
// errors. `message` is one sentence for the client, without any secret.
struct TurnFailure {
  int http_status = 502;
  std::string type = "server_error";
  std::string code = "agent_incomplete";
  std::string message;
  std::optional<int> retry_after_secs;
};

struct BackendResult {
  // How the text ended: "stop", "length", "content_filter". Means nothing
  // with a failure.
  std::string finish_reason = "stop";
  std::optional<Usage> usage;          // nothing: the back end did not say
  std::optional<TurnFailure> failure;  // nothing: the answer is complete
};

// Where the text of an answer goes, piece by piece.
class TextSink {
 public:
  virtual ~TextSink() = default;
  // Takes `text`, which is not empty and valid UTF-8, and is done when the
  // next piece may come: a slow reader slows the back end down. After the
  // turn's stop has been requested what is written is still recorded.
  virtual boost::asio::awaitable<void> Write(std::string_view text) = 0;
};

// Whether a back end could answer now.
struct BackendHealth {
  bool ok = false;
  std::string detail;  // never a secret
};

// What answers turns. One object serves all turns, many at a time, on one
// io_context and one thread.
class Backend {
 public:
  virtual ~Backend() = default;

  // One turn. Returns soon after `stop` is requested, whatever it is waiting
  // for, having released all that it used; the result then does not matter.
  // Never throws for what the other side does.
  virtual boost::asio::awaitable<BackendResult> Run(const Prompt& prompt,
                                                    TextSink& sink,
                                                    TurnStop& stop) = 0;

  // Looks now, for at most three seconds, at no cost in tokens.
  virtual boost::asio::awaitable<BackendHealth> Check() = 0;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_BACKEND_H_
