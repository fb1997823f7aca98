#ifndef GATEWAY_API_RESPONSE_WRITER_H_
#define GATEWAY_API_RESPONSE_WRITER_H_

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/api/context.h"
#include "gateway/api/error.h"
#include "gateway/api/idempotency.h"
#include "gateway/api/route.h"
#include "gateway/http/handler.h"
#include "gateway/http/message.h"
#include "gateway/loop/deadline.h"
#include "gateway/turn/turn_runner.h"
#include "gateway/turn/turn_stop.h"

namespace hermes::gateway::api {

// Writes the reply to one request: adds the headers that every reply has, and
// counts the reply. `exchange` and `context` must outlive it.
class ResponseWriter {
 public:
  ResponseWriter(const http::Request& request, Route route,
                 http::Exchange& exchange, const Context& context);
  ~ResponseWriter();
  ResponseWriter(const ResponseWriter&) = delete;
  ResponseWriter& operator=(const ResponseWriter&) = delete;

  // Sets the session id that the reply's headers contain, or "" for none.
  void set_session(const std::string& id) { session_id_ = id; }
  void set_replayed() { replayed_ = true; }

  boost::asio::awaitable<void> Send(http::Response reply);
  boost::asio::awaitable<void> SendJson(std::string body);
  boost::asio::awaitable<void> SendError(const Error& error);

  // Begins an event stream.
  void BeginStream();
  // Writes `events` to the stream. Begins the stream if it has not begun.
  boost::asio::awaitable<void> WriteEvents(std::string_view events);

  // From now on writes a comment whenever the stream has been silent for
  // keepalive_interval. The first comment begins the stream, so that a client
  // sees that its request is in progress.
  void KeepAlive(const boost::asio::any_io_executor& executor);

  http::Exchange& exchange() { return exchange_; }

 private:
  http::Response Head() const;
  void SayStillAlive();

  http::Exchange& exchange_;
  const Context& context_;
  const Route route_;
  const http::Headers cors_;
  std::string session_id_;
  bool replayed_ = false;
  bool is_stream_ = false;
  std::unique_ptr<Deadline> silence_;
};

// While it exists, stops a turn when the client of `exchange` leaves.
class ClientWatch {
 public:
  ClientWatch(http::Exchange& exchange, TurnStop& stop) : exchange_(exchange) {
    exchange.WatchClient([&stop] { stop.Request(StopReason::kClientGone); });
  }
  ClientWatch(const ClientWatch&) = delete;
  ClientWatch& operator=(const ClientWatch&) = delete;
  ~ClientWatch() { exchange_.WatchClient(nullptr); }

 private:
  http::Exchange& exchange_;
};

// The result of applying a request's Idempotency-Key. Lives in the coroutine
// that serves the request.
struct IdempotentTurn {
  std::unique_ptr<IdempotencyMemory::Claim> claim;
  std::optional<RememberedResponse> replay;
  bool is_over = false;  // already replied to, or the client has left
};

// Applies the request's Idempotency-Key, if it has one.
boost::asio::awaitable<IdempotentTurn> ApplyIdempotency(
    const http::Request& request, Route route, const Context& context,
    ResponseWriter& writer, TurnStop& stop);

}  // namespace hermes::gateway::api

#endif  // GATEWAY_API_RESPONSE_WRITER_H_
