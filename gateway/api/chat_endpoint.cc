#include "gateway/api/chat_endpoint.h"

#include <boost/asio/this_coro.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "gateway/api/chat_reply.h"
#include "gateway/api/chat_request.h"
#include "gateway/api/random_id.h"
#include "gateway/api/response_writer.h"
#include "gateway/api/session_headers.h"
#include "gateway/api/turn_inputs.h"
#include "gateway/state/rfc3339.h"

namespace hermes::gateway::api {
namespace {

namespace asio = boost::asio;

// Streams the answer of a turn as chunks. Does nothing for a reply that is not
// streamed.
class ChatListener : public TurnListener {
 public:
  ChatListener(ResponseWriter& writer, const CompletionIdentity& identity,
               bool streams)
      : writer_(writer), chunks_(identity), streams_(streams) {}

  void Opened(const std::string& session_id) override {
    writer_.set_session(session_id);
  }

  asio::awaitable<void> Write(std::string_view text) override {
    if (!streams_) co_return;
    std::string events = std::exchange(spoken_, true) ? "" : chunks_.Role();
    events += chunks_.Text(text);
    co_await writer_.WriteEvents(events);
  }

  // Writes the last events of the stream.
  asio::awaitable<void> End(const TurnOutcome& outcome) {
    std::string events = std::exchange(spoken_, true) ? "" : chunks_.Role();
    events += chunks_.End(outcome);
    co_await writer_.WriteEvents(events);
  }

 private:
  ResponseWriter& writer_;
  CompletionChunks chunks_;
  const bool streams_;
  bool spoken_ = false;
};

CompletionIdentity NewIdentity(const Context& context) {
  return {RandomId("chatcmpl-", 29), WallNow().time_since_epoch().count(),
          context.options.model_name};
}

// Sends a complete answer: a remembered one, or one that the client does not
// want as a stream.
asio::awaitable<void> Reply(ResponseWriter& writer, ChatListener& listener,
                            const CompletionIdentity& identity,
                            const TurnOutcome& outcome, bool streams) {
  const bool begun = writer.exchange().begun();
  if (outcome.failure.has_value() && !begun) {
    co_await writer.SendError(ToError(*outcome.failure));
  } else if (streams) {
    co_await listener.End(outcome);
  } else {
    co_await writer.SendJson(CompletionBody(identity, outcome));
  }
}

asio::awaitable<void> Replay(ResponseWriter& writer, const Context& context,
                             const RememberedResponse& remembered,
                             bool streams) {
  const CompletionIdentity identity = {remembered.id, remembered.created,
                                       context.options.model_name};
  ChatListener listener(writer, identity, streams);
  listener.Opened(remembered.outcome.session_id);
  co_await listener.Write(remembered.outcome.text);
  co_await Reply(writer, listener, identity, remembered.outcome, streams);
}

asio::awaitable<void> Answer(TurnRequest turn, bool streams,
                             const Context& context, ResponseWriter& writer,
                             TurnStop& stop, IdempotentTurn idempotent) {
  const CompletionIdentity identity = NewIdentity(context);
  ChatListener listener(writer, identity, streams);
  if (streams) writer.KeepAlive(co_await asio::this_coro::executor);
  const TurnOutcome outcome =
      co_await context.turns.Run(std::move(turn), listener, stop);
  if (idempotent.claim != nullptr && !outcome.failure.has_value() &&
      outcome.stopped == StopReason::kNone) {
    idempotent.claim->Finish({identity.id, identity.created, outcome});
  }
  co_await Reply(writer, listener, identity, outcome, streams);
}

}  // namespace

asio::awaitable<void> ServeChatCompletion(http::Request request,
                                          http::Exchange& exchange,
                                          const Context& context) {
  ResponseWriter writer(request, Route::kChatCompletions, exchange, context);
  auto parsed = ParseChatRequest(request.body);
  auto session = NamedSession(request, context.options.profile);
  for (const Error* error :
       {std::get_if<Error>(&parsed), std::get_if<Error>(&session)}) {
    if (error != nullptr) co_return co_await writer.SendError(*error);
  }
  writer.set_session(std::get<SessionName>(session).id);
  TurnStop stop;
  const ClientWatch watch(exchange, stop);
  IdempotentTurn idempotent = co_await ApplyIdempotency(
      request, Route::kChatCompletions, context, writer, stop);
  if (idempotent.is_over) co_return;
  ChatRequest& chat = std::get<ChatRequest>(parsed);
  const bool streams = chat.generation.stream;
  if (idempotent.replay.has_value()) {
    co_return co_await Replay(writer, context, *idempotent.replay, streams);
  }
  // Free the request's memory during the turn.
  request = http::Request();
  TurnRequest turn = ChatTurn(std::get<SessionName>(std::move(session)),
                              std::move(chat.conversation),
                              std::move(chat.generation), context.options);
  co_await Answer(std::move(turn), streams, context, writer, stop,
                  std::move(idempotent));
}

}  // namespace hermes::gateway::api
