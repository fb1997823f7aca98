#ifndef GATEWAY_UPSTREAM_ANSWER_READER_H_
#define GATEWAY_UPSTREAM_ANSWER_READER_H_

#include <optional>
#include <string>
#include <string_view>

#include "gateway/upstream/chat_reply.h"
#include "gateway/upstream/error.h"
#include "gateway/upstream/sse_parser.h"

namespace hermes::gateway::upstream {

// Extracts the answer's text from the body of a successful reply, which is a
// stream of events or one JSON object. Pure.
class AnswerReader {
 public:
  // `content_type` is the reply's header. If it names neither form, the first
  // byte of the body decides.
  explicit AnswerReader(std::string_view content_type);

  // Parses the body's next bytes.
  void Take(std::string_view bytes);
  // Call at the end of the body, whether or not it is complete.
  void End();

  // Returns true if further bytes are ignored.
  bool over() const { return over_ || error_.has_value(); }
  // Returns the answer's error. After End() an incomplete answer is an error,
  // too.
  const std::optional<Error>& error() const { return error_; }
  // The text that has arrived since the caller last cleared it.
  std::string& text() { return text_; }
  const ChatReply& reply() const { return reply_; }

 private:
  enum class Form { kUnknown, kStream, kWhole };

  void Guess(std::string_view* bytes);
  void TakeEvents(std::string_view bytes);
  void Note(ChatReply::Step step);

  Form form_;
  bool over_ = false;
  std::optional<Error> error_;
  std::string text_;
  std::string whole_;
  SseParser events_;
  ChatReply reply_;
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_ANSWER_READER_H_
