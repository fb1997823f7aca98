#ifndef GATEWAY_UPSTREAM_ANSWER_READER_H_
#define GATEWAY_UPSTREAM_ANSWER_READER_H_

#include <optional>
#include <string>
#include <string_view>

#include "gateway/upstream/chat_reply.h"
#include "gateway/upstream/error.h"
#include "gateway/upstream/sse_parser.h"

namespace hermes::gateway::upstream {

// Makes text of the body of a successful reply, be it a stream of events or
// one JSON object. Pure.
class AnswerReader {
 public:
  // `content_type` is what the reply's header says; if that is neither, the
  // first byte of the body tells.
  explicit AnswerReader(std::string_view content_type);

  // Takes the body's next bytes.
  void Take(std::string_view bytes);
  // The body is over, all of it or not.
  void End();

  // Whether nothing of what may follow counts any more.
  bool over() const { return over_ || error_.has_value(); }
  // What is wrong with the answer; after End() also if it is not whole.
  const std::optional<Error>& error() const { return error_; }
  // Text that has come and was not cleared by the caller yet.
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
