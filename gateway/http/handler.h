#ifndef GATEWAY_HTTP_HANDLER_H_
#define GATEWAY_HTTP_HANDLER_H_

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "gateway/http/message.h"

namespace hermes::gateway::http {

// The reply to one request, on its way to the client. Either Send(), once, or
// Begin() and any number of Write(). What cannot be delivered is no error of
// the caller: gone() tells.
class Exchange {
 public:
  virtual ~Exchange() = default;

  // A whole reply.
  virtual boost::asio::awaitable<void> Send(Response reply) = 0;

  // The head of a reply whose body comes piece by piece; `head.body` is not
  // looked at. Sends nothing yet: it goes out with the first piece.
  virtual void Begin(const Response& head) = 0;
  // True once Begin() or Send() was called.
  virtual bool begun() const = 0;
  // Done when the client's side has room again: a slow client slows its
  // sender down, until the time for that is over and it counts as gone. One at
  // a time; `piece` must stay until it is done.
  virtual boost::asio::awaitable<void> Write(std::string_view piece) = 0;
  // Writes a small `piece` without waiting, between two Write(); drops it
  // where one of them is under way or the client is slow.
  virtual void WriteNow(std::string_view piece) = 0;

  // The client has left, or was too slow.
  virtual bool gone() const = 0;
  // Calls `on_gone` when that happens, at most once, until it is replaced; null
  // for nothing any more. A client that only ends its sending side counts as
  // gone, too.
  virtual void WatchClient(std::function<void()> on_gone) = 0;
};

// What the header alone decides.
struct Admission {
  // The reply where there is nothing more to be looked at. It does not wait for
  // the body: unless that has come whole, the connection is closed.
  std::optional<Response> refusal;
  // The request showed a key or a session: its connection is not closed for a
  // new client's sake as long as the reply makes progress.
  bool keyed = false;
  // Kept until the reply is out: what the request counts for.
  std::shared_ptr<void> held;
  // Whether the body is read into Request::body first, or thrown away after
  // the reply.
  bool wants_body = false;
};

// Answers the requests of all clients of a server. Nothing of it may throw.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual Admission Admit(const Request& head) = 0;
  // For what was not refused. Replies once through `exchange`.
  virtual boost::asio::awaitable<void> Serve(Request request,
                                             Exchange& exchange) = 0;
  // The reply to a request that the server itself refuses, by the status for
  // it: 400, 413, 417, 429 (too much is being read already), 431, 501, 505. It
  // is sent, and the connection closed. `head` is what had been understood by
  // then, which may be nothing.
  virtual Response ProtocolError(int status, const Request& head) = 0;
};

// Who counts the connections of a server. Called on the loop; must return at
// once.
class ConnectionObserver {
 public:
  virtual ~ConnectionObserver() = default;
  virtual void ConnectionOpened() = 0;
  virtual void ConnectionClosed() = 0;
  // One is closed, for a new client to have its place.
  virtual void ConnectionMadeRoom() = 0;
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_HANDLER_H_
