#include "gateway/api/responses_endpoint.h"

#include <glog/logging.h>

#include <boost/asio/this_coro.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <string_view>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "gateway/api/random_id.h"
#include "gateway/api/response_object.h"
#include "gateway/api/response_turn.h"
#include "gateway/api/response_writer.h"
#include "gateway/api/responses_request.h"
#include "gateway/api/session_headers.h"
#include "gateway/api/turn_inputs.h"
#include "gateway/state/rfc3339.h"
#include "gateway/turn/session_store.h"
#include "gateway/turn/store_failure.h"

namespace hermes::gateway::api {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

// Streams the answer of a turn as events. Does nothing for a reply that is not
// streamed.
class ResponseListener : public TurnListener {
 public:
  ResponseListener(ResponseWriter& writer, const ResponseIdentity& identity,
                   const ResponsesRequest& request)
      : writer_(writer),
        events_(identity, request),
        streams_(request.generation.stream) {}

  void Opened(const std::string& session_id) override {
    writer_.set_session(session_id);
  }

  asio::awaitable<void> Write(std::string_view text) override {
    if (!streams_) co_return;
    std::string events = std::exchange(begun_, true) ? "" : events_.Begin();
    events += events_.Text(text);
    co_await writer_.WriteEvents(events);
  }

  // Writes the last events of the stream.
  asio::awaitable<void> End(const TurnOutcome& outcome) {
    std::string events = std::exchange(begun_, true) ? "" : events_.Begin();
    events += events_.End(outcome);
    co_await writer_.WriteEvents(events);
  }

 private:
  ResponseWriter& writer_;
  ResponseEvents events_;
  const bool streams_;
  bool begun_ = false;
};

bool Continues(const ResponsesRequest& request) {
  return !request.previous_response_id.empty() ||
         !request.conversation_name.empty();
}

Error TwoHistories() {
  return BadRequest("invalid_value",
                    "A session header excludes 'previous_response_id' and "
                    "'conversation'.",
                    "conversation");
}

Error NoSuchResponse() {
  Error error =
      BadRequest("response_not_found",
                 "A response with this id does not exist or is no longer "
                 "stored.");
  error.status = 404;
  return error;
}

asio::awaitable<void> Reply(ResponseWriter& writer, ResponseListener& listener,
                            const ResponseIdentity& identity,
                            const ResponsesRequest& request,
                            const TurnOutcome& outcome) {
  const bool begun = writer.exchange().begun();
  if (outcome.failure.has_value() && !begun) {
    co_await writer.SendError(ToError(*outcome.failure));
  } else if (request.generation.stream) {
    co_await listener.End(outcome);
  } else {
    co_await writer.SendJson(
        json::serialize(ResponseWhenOver(identity, request, outcome)));
  }
}

asio::awaitable<void> Replay(ResponseWriter& writer, const Context& context,
                             const RememberedResponse& remembered,
                             const ResponsesRequest& request) {
  const ResponseIdentity identity = {remembered.id, remembered.created,
                                     context.options.model_name};
  ResponseListener listener(writer, identity, request);
  listener.Opened(remembered.outcome.session_id);
  co_await listener.Write(remembered.outcome.text);
  co_await Reply(writer, listener, identity, request, remembered.outcome);
}

// Returns the turn of a response. Its history comes from the stored responses,
// unless a session has it; the response is stored in both cases. The references
// must outlive the turn.
TurnRequest TurnOf(SessionName session, const ResponsesRequest& request,
                   const Context& context, ResponseTurn& hooks) {
  const bool is_named = session.IsNamed();
  TurnRequest turn = ChatTurn(std::move(session), request.conversation,
                              request.generation, context.options);
  turn.record = [&hooks](const TurnRequest& own, const TurnOutcome& outcome) {
    return hooks.Record(own, outcome);
  };
  if (is_named) return turn;
  turn.derived_session_id.clear();
  turn.conversation = request.conversation_name;
  turn.prepare = [&hooks](TurnRequest& own) { return hooks.Prepare(own); };
  return turn;
}

asio::awaitable<void> Answer(SessionName session,
                             const ResponsesRequest& request,
                             const Context& context, ResponseWriter& writer,
                             TurnStop& stop, IdempotentTurn idempotent) {
  const ResponseIdentity identity = {RandomId("resp_", 32),
                                     WallNow().time_since_epoch().count(),
                                     context.options.model_name};
  ResponseListener listener(writer, identity, request);
  if (request.generation.stream) {
    writer.KeepAlive(co_await asio::this_coro::executor);
  }
  ResponseTurn hooks(request, identity, context.store);
  TurnRequest turn = TurnOf(std::move(session), request, context, hooks);
  const TurnOutcome outcome =
      co_await context.turns.Run(std::move(turn), listener, stop);
  if (idempotent.claim != nullptr && !outcome.failure.has_value() &&
      outcome.stopped == StopReason::kNone) {
    idempotent.claim->Finish({identity.id, identity.created_at, outcome});
  }
  co_await Reply(writer, listener, identity, request, outcome);
}

}  // namespace

asio::awaitable<void> ServeNewResponse(http::Request request,
                                       http::Exchange& exchange,
                                       const Context& context) {
  ResponseWriter writer(request, Route::kResponses, exchange, context);
  auto parsed = ParseResponsesRequest(request.body);
  auto session = NamedSession(request, context.options.profile);
  for (const Error* error :
       {std::get_if<Error>(&parsed), std::get_if<Error>(&session)}) {
    if (error != nullptr) co_return co_await writer.SendError(*error);
  }
  const ResponsesRequest& response = std::get<ResponsesRequest>(parsed);
  if (std::get<SessionName>(session).IsNamed() && Continues(response)) {
    co_return co_await writer.SendError(TwoHistories());
  }
  writer.set_session(std::get<SessionName>(session).id);
  TurnStop stop;
  const ClientWatch watch(exchange, stop);
  IdempotentTurn idempotent = co_await ApplyIdempotency(
      request, Route::kResponses, context, writer, stop);
  if (idempotent.is_over) co_return;
  if (idempotent.replay.has_value()) {
    co_return co_await Replay(writer, context, *idempotent.replay, response);
  }
  // Free the request's memory during the turn.
  request = http::Request();
  co_await Answer(std::get<SessionName>(std::move(session)), response, context,
                  writer, stop, std::move(idempotent));
}

asio::awaitable<void> ServeStoredResponse(http::Request request, std::string id,
                                          http::Exchange& exchange,
                                          const Context& context) {
  ResponseWriter writer(request, Route::kResponse, exchange, context);
  absl::Status status;
  std::string body;
  if (request.method == "DELETE") {
    status = co_await context.store.DeleteResponse(id);
    body = json::serialize(
        json::object{{"id", id}, {"object", "response"}, {"deleted", true}});
  } else {
    auto stored = co_await context.store.LoadResponse(id);
    status = stored.status();
    if (stored.ok()) body = std::move(stored->body);
  }
  if (absl::IsNotFound(status)) {
    co_await writer.SendError(NoSuchResponse());
  } else if (!status.ok()) {
    LOG(ERROR) << "session store: " << status.message();
    co_await writer.SendError(
        ToError(StoreUnavailable("The session store does not answer")));
  } else {
    co_await writer.SendJson(std::move(body));
  }
}

}  // namespace hermes::gateway::api
