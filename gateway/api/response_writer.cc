#include "gateway/api/response_writer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/api/session_headers.h"

namespace hermes::gateway::api {
namespace {

namespace asio = boost::asio;

constexpr std::string_view kKeepAlive = ": keepalive\n\n";

Error IdempotencyConflict() {
  Error error;
  error.status = 409;
  error.code = "idempotency_key_conflict";
  error.message =
      "This Idempotency-Key was used with another request; choose a new one.";
  return error;
}

}  // namespace

ResponseWriter::ResponseWriter(const http::Request& request, Route route,
                               http::Exchange& exchange, const Context& context)
    : exchange_(exchange),
      context_(context),
      route_(route),
      cors_(CorsHeaders(request)) {}

ResponseWriter::~ResponseWriter() {
  if (is_stream_) context_.observer.StreamClosed();
}

http::Response ResponseWriter::Head() const {
  http::Response head;
  head.headers = cors_;
  if (!session_id_.empty()) {
    head.headers.emplace_back("X-Hermes-Session-Id", session_id_);
  }
  if (replayed_) head.headers.emplace_back("Idempotency-Replayed", "true");
  return head;
}

asio::awaitable<void> ResponseWriter::Send(http::Response reply) {
  for (auto& header : Head().headers) {
    reply.headers.push_back(std::move(header));
  }
  context_.observer.RequestAnswered(RouteName(route_), reply.status);
  co_await exchange_.Send(std::move(reply));
}

asio::awaitable<void> ResponseWriter::SendJson(std::string body) {
  http::Response reply;
  reply.body = std::move(body);
  co_await Send(std::move(reply));
}

asio::awaitable<void> ResponseWriter::SendError(const Error& error) {
  context_.observer.ErrorAnswered(error.code);
  co_await Send(ErrorResponse(error));
}

void ResponseWriter::BeginStream() {
  http::Response head = Head();
  head.headers.emplace_back("Content-Type", "text/event-stream; charset=utf-8");
  head.headers.emplace_back("Cache-Control", "no-cache");
  head.headers.emplace_back("X-Accel-Buffering", "no");
  exchange_.Begin(head);
  is_stream_ = true;
  context_.observer.RequestAnswered(RouteName(route_), head.status);
  context_.observer.StreamOpened();
}

asio::awaitable<void> ResponseWriter::WriteEvents(std::string_view events) {
  if (!exchange_.begun()) BeginStream();
  co_await exchange_.Write(events);
  if (silence_ != nullptr) {
    silence_->ExpireAfter(context_.options.keepalive_interval);
  }
}

void ResponseWriter::KeepAlive(const asio::any_io_executor& executor) {
  silence_ = std::make_unique<Deadline>(executor, [this] { SayStillAlive(); });
  silence_->ExpireAfter(context_.options.keepalive_interval);
}

void ResponseWriter::SayStillAlive() {
  if (!exchange_.begun()) BeginStream();
  exchange_.WriteNow(kKeepAlive);
  silence_->ExpireAfter(context_.options.keepalive_interval);
}

asio::awaitable<IdempotentTurn> ApplyIdempotency(const http::Request& request,
                                                 Route route,
                                                 const Context& context,
                                                 ResponseWriter& writer,
                                                 TurnStop& stop) {
  IdempotentTurn turn;
  if (!request.idempotency_key.has_value()) co_return turn;
  if (!IsIdempotencyKeyValid(request)) {
    turn.is_over = true;
    co_await writer.SendError(BadRequest(
        "invalid_header",
        "The header Idempotency-Key must be 1 to 256 printable ASCII "
        "characters.",
        "Idempotency-Key"));
    co_return turn;
  }
  const std::string session = absl::StrCat(
      request.session_id.value_or(""), "\n", request.session_key.value_or(""));
  IdempotencyMemory::Decision decision = co_await context.memory.Ask(
      *request.idempotency_key,
      Fingerprint(RouteName(route), session, request.body), stop);
  switch (decision.verdict) {
    case IdempotencyMemory::Verdict::kAnswer:
      turn.claim = std::move(decision.claim);
      break;
    case IdempotencyMemory::Verdict::kReplay:
      turn.replay = std::move(decision.replay);
      writer.set_replayed();
      break;
    case IdempotencyMemory::Verdict::kConflict:
      turn.is_over = true;
      co_await writer.SendError(IdempotencyConflict());
      break;
    case IdempotencyMemory::Verdict::kStopped:
      turn.is_over = true;
      break;
  }
  co_return turn;
}

}  // namespace hermes::gateway::api
