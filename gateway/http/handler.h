#ifndef GATEWAY_HTTP_HANDLER_H_
#define GATEWAY_HTTP_HANDLER_H_

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "gateway/http/message.h"

namespace hermes::gateway::http {

// Sends the reply to one request. Call either Send() once, or Begin() and then
// Write() any number of times. If the reply cannot be delivered, the calls do
// not fail: gone() returns true.
class Exchange {
 public:
  virtual ~Exchange() = default;

  // Sends a whole reply.
  virtual boost::asio::awaitable<void> Send(Response reply) = 0;

  // Begins a reply whose body follows piece by piece; ignores `head.body`. The
  // head is sent with the first piece.
  virtual void Begin(const Response& head) = 0;
  // Returns true once Begin() or Send() was called.
  virtual bool begun() const = 0;
  // Sends `piece`, which must stay valid until then. Returns when the kernel
  // has taken all of it, so a slow client slows its sender down; if that takes
  // too long, the client counts as gone. Only one call at a time.
  virtual boost::asio::awaitable<void> Write(std::string_view piece) = 0;
  // Writes a small `piece` without waiting. Drops it if a Write() is pending or
  // the client is slow.
  virtual void WriteNow(std::string_view piece) = 0;

  // Returns true if the client has disconnected or was too slow.
  virtual bool gone() const = 0;
  // Calls `on_gone` when gone() becomes true, at most once. A further call
  // replaces the function; null removes it. A client that closes only its
  // sending side counts as gone, too.
  virtual void WatchClient(std::function<void()> on_gone) = 0;
};

// What a handler decides about a request by its header alone.
struct Admission {
  // The reply if the request is refused or needs no further processing. The
  // server does not wait for the body: unless the whole body has arrived, it
  // closes the connection after the reply.
  std::optional<Response> refusal;
  // The request has a valid key or session: its connection is not closed to
  // make room for a new client while the reply makes progress.
  bool keyed = false;
  // An object that the server keeps until the reply was sent, for example to
  // count the request.
  std::shared_ptr<void> held;
  // Whether the server reads the body into Request::body before Serve(), or
  // drops it after the reply.
  bool wants_body = false;
};

// Answers the requests of all clients of a server. Its functions must not
// throw.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual Admission Admit(const Request& head) = 0;
  // Serves a request that Admit() did not refuse. Replies once through
  // `exchange`.
  virtual boost::asio::awaitable<void> Serve(Request request,
                                             Exchange& exchange) = 0;
  // Returns the reply to a request that the server itself refuses. `status` is
  // 400, 413, 417, 429 (the request bodies need too much memory), 431, 501 or
  // 505. The server sends the reply and closes the connection. `head` has only
  // what was parsed by then and may be empty.
  virtual Response ProtocolError(int status, const Request& head) = 0;
};

// Is notified of the connections of a server. Called on the loop's thread; must
// return at once.
class ConnectionObserver {
 public:
  virtual ~ConnectionObserver() = default;
  virtual void ConnectionOpened() = 0;
  virtual void ConnectionClosed() = 0;
  // A connection is closed to make room for a new client.
  virtual void ConnectionMadeRoom() = 0;
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_HANDLER_H_
