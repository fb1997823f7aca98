#ifndef GATEWAY_UPSTREAM_CHAT_REPLY_H_
#define GATEWAY_UPSTREAM_CHAT_REPLY_H_

#include <optional>
#include <string>
#include <string_view>

#include "gateway/turn/backend.h"
#include "gateway/turn/utf8_sanitizer.h"

namespace hermes::gateway::upstream {

// An error that the upstream reports within its answer.
struct ChatError {
  int status = 0;       // an HTTP status, if it names one
  std::string message;  // the upstream's text: one line, cut at 500 bytes
};

// Parses the answer of a chat completion, in pieces or as a whole. Pure.
class ChatReply {
 public:
  enum class Step {
    kGoOn,
    kDone,       // the upstream has ended the answer
    kMalformed,  // not a chat completion
    kError,      // error() has the upstream's error
  };

  // Parses the data of one event of a stream and appends its text to `text`.
  // `name` is the event's name.
  Step TakeChunk(std::string_view name, std::string_view data,
                 std::string* text);
  // Parses a whole answer that was not streamed.
  Step TakeWhole(std::string_view body, std::string* text);
  // Call at the end of the stream. Appends a replacement for a character that
  // was cut off.
  void Finish(std::string* text);

  // Returns true if the answer is complete.
  bool complete() const { return done_ || finish_reason_.has_value(); }
  // "stop", "length" or "content_filter".
  std::string finish_reason() const { return finish_reason_.value_or("stop"); }
  const std::optional<Usage>& usage() const { return usage_; }
  const ChatError& error() const { return error_; }

 private:
  struct Taker;

  bool done_ = false;
  std::optional<std::string> finish_reason_;
  std::optional<Usage> usage_;
  ChatError error_;
  Utf8Sanitizer sanitizer_;
};

// Returns the error message in the body of a failed request, which may be JSON
// of any form or text, as one line of valid UTF-8, cut at 500 bytes. Returns ""
// if there is none.
std::string ErrorMessageOf(std::string_view body);

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_CHAT_REPLY_H_
