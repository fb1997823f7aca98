#include "tests/gateway/upstream_fake/completion.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;

std::string Head(int status, const std::string& type, bool keep_alive,
                 const std::string& more) {
  return absl::StrCat("HTTP/1.1 ", status, status < 400 ? " OK" : " Error",
                      "\r\nContent-Type: ", type,
                      "\r\nConnection: ", keep_alive ? "keep-alive" : "close",
                      "\r\n", more, "\r\n");
}

std::string Chunk(std::string_view data) {
  return absl::StrCat(absl::Hex(data.size()), "\r\n",
                      absl::string_view(data.data(), data.size()), "\r\n");
}

// Sends the events of one stream.
class EventSender {
 public:
  EventSender(ClientLink& link, const Script& script,
              const CompletionFacts& facts, const AnswerShape& shape)
      : link_(link), script_(script), shape_(shape), events_(script, facts) {}

  asio::awaitable<AnswerEnd> Send() {
    const std::string head = Head(
        200, "text/event-stream", shape_.keep_alive && shape_.chunked,
        absl::StrCat("Cache-Control: no-cache\r\n",
                     shape_.chunked ? "Transfer-Encoding: chunked\r\n" : ""));
    if (!co_await link_.Write(head) || !co_await Put(events_.First()) ||
        !co_await link_.Pause(script_.first_delay)) {
      co_return AnswerEnd::kGone;
    }
    if (script_.garbage && !co_await Put(events_.Garbage())) {
      co_return AnswerEnd::kGone;
    }
    if (!co_await SendPieces()) co_return AnswerEnd::kGone;
    co_return co_await Finish();
  }

 private:
  // Returns how many pieces are sent before the script interrupts the stream.
  size_t Sound() const {
    size_t sound = script_.pieces.size();
    for (const auto& limit :
         {script_.drop_after, script_.hang_after, script_.error_after}) {
      if (limit.has_value())
        sound = std::min(sound, static_cast<size_t>(*limit));
    }
    return sound;
  }

  asio::awaitable<bool> SendPieces() {
    const size_t sound = Sound();
    const auto batch = static_cast<size_t>(script_.batch);
    for (size_t at = 0; at < sound; at += batch) {
      std::string events;
      for (size_t i = at; i < std::min(at + batch, sound); ++i) {
        events += events_.Piece(script_.pieces[i]);
      }
      if (at > 0 && !co_await link_.Pause(script_.delay)) co_return false;
      if (!co_await Put(events)) co_return false;
    }
    co_return true;
  }

  asio::awaitable<AnswerEnd> Finish() {
    if (script_.drop_after.has_value()) co_return AnswerEnd::kBroken;
    if (script_.hang_after.has_value()) {
      co_await link_.AwaitGone();
      co_return AnswerEnd::kGone;
    }
    const std::string end = script_.error_after.has_value()
                                ? events_.Error()
                                : events_.End(shape_.with_usage);
    if (!co_await link_.Pause(script_.delay) || !co_await Put(end) ||
        (shape_.chunked && !co_await link_.Write(Chunk("")))) {
      co_return AnswerEnd::kGone;
    }
    co_return AnswerEnd::kComplete;
  }

  asio::awaitable<bool> Put(const std::string& events) {
    if (!script_.split_bytes.has_value()) co_return co_await PutPart(events);
    const auto most = static_cast<size_t>(*script_.split_bytes);
    std::string_view rest = events;
    while (!rest.empty()) {
      if (!co_await PutPart(rest.substr(0, most))) co_return false;
      rest.remove_prefix(std::min(most, rest.size()));
    }
    co_return true;
  }

  asio::awaitable<bool> PutPart(std::string_view part) {
    if (!shape_.chunked) co_return co_await link_.Write(part);
    const std::string chunk = Chunk(part);
    co_return co_await link_.Write(chunk);
  }

  ClientLink& link_;
  const Script& script_;
  const AnswerShape& shape_;
  const StreamEvents events_;
};

// Returns the reply of an answer that is not streamed.
std::string PlainReply(const Script& script, const CompletionFacts& facts,
                       const AnswerShape& shape) {
  if (script.error_after.has_value()) {
    return WholeReply(500, ErrorBody(script.message, script.type, script.code),
                      shape.keep_alive);
  }
  return WholeReply(200,
                    script.garbage ? "{\"choices\":[{"
                                   : PlainBody(script, facts, shape.with_usage),
                    shape.keep_alive);
}

asio::awaitable<AnswerEnd> SendPlain(ClientLink& link, const Script& script,
                                     const CompletionFacts& facts,
                                     const AnswerShape& shape) {
  const auto pauses = static_cast<int64_t>(script.pieces.size());
  if (!co_await link.Pause(script.first_delay + pauses * script.delay)) {
    co_return AnswerEnd::kGone;
  }
  if (script.hang_after.has_value()) {
    co_await link.AwaitGone();
    co_return AnswerEnd::kGone;
  }
  std::string reply = PlainReply(script, facts, shape);
  // The cut is within the body, which is most of the reply.
  if (script.drop_after.has_value()) reply.resize(reply.size() - 20);
  if (!co_await link.Write(reply)) co_return AnswerEnd::kGone;
  co_return script.drop_after.has_value() ? AnswerEnd::kBroken
                                          : AnswerEnd::kComplete;
}

asio::awaitable<AnswerEnd> SendError(ClientLink& link, const Script& script,
                                     const AnswerShape& shape) {
  const std::string retry =
      script.retry_after.has_value()
          ? absl::StrCat("Retry-After: ", *script.retry_after, "\r\n")
          : "";
  const std::string reply = WholeReply(
      script.status, ErrorBody(script.message, script.type, script.code),
      shape.keep_alive, retry);
  co_return co_await link.Write(reply) ? AnswerEnd::kComplete
                                       : AnswerEnd::kGone;
}

}  // namespace

std::string WholeReply(int status, const std::string& body, bool keep_alive,
                       const std::string& extra_headers) {
  return absl::StrCat(Head(status, "application/json", keep_alive,
                           absl::StrCat("Content-Length: ", body.size(), "\r\n",
                                        extra_headers)),
                      body);
}

asio::awaitable<AnswerEnd> SendCompletion(ClientLink& link,
                                          const Script& script,
                                          const CompletionFacts& facts,
                                          const AnswerShape& shape) {
  if (!co_await link.Pause(script.header_delay)) co_return AnswerEnd::kGone;
  if (script.no_reply) co_return AnswerEnd::kBroken;
  if (script.status != 200) co_return co_await SendError(link, script, shape);
  if (!shape.stream) co_return co_await SendPlain(link, script, facts, shape);
  EventSender sender(link, script, facts, shape);
  co_return co_await sender.Send();
}

}  // namespace hermes::gateway
