#include "gateway/api/chat_endpoint.h"

#include <boost/asio/this_coro.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "gateway/api/chat_reply.h"
#include "gateway/api/chat_request.h"
#include "gateway/api/random_id.h"
#include "gateway/api/replying.h"
#include "gateway/api/session_headers.h"
#include "gateway/api/turn_inputs.h"
#include "gateway/state/rfc3339.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;

// Streams the answer of a turn as chunks. Does nothing for a reply that is not
// streamed.
class ChatListener : public TurnListener {
 public:
  ChatListener(Replying& replying, const CompletionIdentity& identity,
               bool streams)
      : replying_(replying), chunks_(identity), streams_(streams) {}

  void Opened(const std::string& session_id) override {
    replying_.set_session(session_id);
  }

  asio::awaitable<void> Write(std::string_view text) override {
    if (!streams_) co_return;
    std::string events = std::exchange(spoken_, true) ? "" : chunks_.Role();
    events += chunks_.Text(text);
    co_await replying_.WriteEvents(events);
  }

  // Writes the last events of the stream.
  asio::awaitable<void> End(const TurnOutcome& outcome) {
    std::string events = std::exchange(spoken_, true) ? "" : chunks_.Role();
    events += chunks_.End(outcome);
    co_await replying_.WriteEvents(events);
  }

 private:
  Replying& replying_;
  CompletionChunks chunks_;
  const bool streams_;
  bool spoken_ = false;
};

CompletionIdentity NewIdentity(const ApiContext& context) {
  return {RandomId("chatcmpl-", 29), WallNow().time_since_epoch().count(),
          context.options.model_name};
}

// Sends a complete answer: a remembered one, or one that the client does not
// want as a stream.
asio::awaitable<void> Reply(Replying& replying, ChatListener& listener,
                            const CompletionIdentity& identity,
                            const TurnOutcome& outcome, bool streams) {
  const bool begun = replying.exchange().begun();
  if (outcome.failure.has_value() && !begun) {
    co_await replying.SendError(ToApiError(*outcome.failure));
  } else if (streams) {
    co_await listener.End(outcome);
  } else {
    co_await replying.SendJson(CompletionBody(identity, outcome));
  }
}

asio::awaitable<void> Replay(Replying& replying, const ApiContext& context,
                             const RememberedReply& remembered, bool streams) {
  const CompletionIdentity identity = {remembered.id, remembered.created,
                                       context.options.model_name};
  ChatListener listener(replying, identity, streams);
  listener.Opened(remembered.outcome.session_id);
  co_await listener.Write(remembered.outcome.text);
  co_await Reply(replying, listener, identity, remembered.outcome, streams);
}

asio::awaitable<void> Answer(TurnRequest turn, bool streams,
                             const ApiContext& context, Replying& replying,
                             TurnStop& stop, IdempotentTurn idempotent) {
  const CompletionIdentity identity = NewIdentity(context);
  ChatListener listener(replying, identity, streams);
  if (streams) replying.KeepAlive(co_await asio::this_coro::executor);
  const TurnOutcome outcome =
      co_await context.turns.Run(std::move(turn), listener, stop);
  if (idempotent.claim != nullptr && !outcome.failure.has_value() &&
      outcome.stopped == StopReason::kNone) {
    idempotent.claim->Finish({identity.id, identity.created, outcome});
  }
  co_await Reply(replying, listener, identity, outcome, streams);
}

}  // namespace

asio::awaitable<void> ServeChatCompletion(http::Request request,
                                          http::Exchange& exchange,
                                          const ApiContext& context) {
  Replying replying(request, Route::kChatCompletions, exchange, context);
  auto parsed = ParseChatRequest(request.body);
  auto session = NamedSession(request, context.options.profile);
  for (const ApiError* error :
       {std::get_if<ApiError>(&parsed), std::get_if<ApiError>(&session)}) {
    if (error != nullptr) co_return co_await replying.SendError(*error);
  }
  replying.set_session(std::get<SessionName>(session).id);
  TurnStop stop;
  const ClientWatch watch(exchange, stop);
  IdempotentTurn idempotent = co_await ApplyIdempotency(
      request, Route::kChatCompletions, context, replying, stop);
  if (idempotent.is_over) co_return;
  ChatRequest& chat = std::get<ChatRequest>(parsed);
  const bool streams = chat.generation.stream;
  if (idempotent.replay.has_value()) {
    co_return co_await Replay(replying, context, *idempotent.replay, streams);
  }
  // Free the request's memory during the turn.
  request = http::Request();
  TurnRequest turn = ChatTurn(std::get<SessionName>(std::move(session)),
                              std::move(chat.conversation),
                              std::move(chat.generation), context.options);
  co_await Answer(std::move(turn), streams, context, replying, stop,
                  std::move(idempotent));
}

}  // namespace hermes::gateway
