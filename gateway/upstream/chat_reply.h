#ifndef GATEWAY_UPSTREAM_CHAT_REPLY_H_
#define GATEWAY_UPSTREAM_CHAT_REPLY_H_

#include <optional>
#include <string>
#include <string_view>

#include "gateway/turn/backend.h"
#include "gateway/turn/utf8_sanitizer.h"

namespace hermes::gateway::upstream {

// An error that the upstream tells of in words.
struct ChatError {
  int status = 0;       // an HTTP status, if it names one
  std::string message;  // as it came, at most some hundred bytes, one line
};

// Reads the answer of a chat completion, piece by piece, or as one. Pure.
class ChatReply {
 public:
  enum class Step {
    kGoOn,
    kDone,       // the upstream says that this was all
    kMalformed,  // no chat completion
    kError,      // error() tells
  };

  // Takes the data of one event of a stream, `name` being the event's, and
  // appends the text that it brings to `text`.
  Step TakeChunk(std::string_view name, std::string_view data,
                 std::string* text);
  // Takes a whole answer that was not streamed.
  Step TakeWhole(std::string_view body, std::string* text);
  // The stream is over. Appends what a cut character leaves.
  void Finish(std::string* text);

  // Whether the answer has been given to its end.
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

// What the body of a failed request says, in whatever shape, as one line of
// at most some hundred bytes of valid UTF-8. "" if it says nothing for people.
std::string ErrorMessageOf(std::string_view body);

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_CHAT_REPLY_H_
