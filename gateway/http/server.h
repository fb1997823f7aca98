#ifndef GATEWAY_HTTP_SERVER_H_
#define GATEWAY_HTTP_SERVER_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/http/connection.h"
#include "gateway/http/connection_lists.h"
#include "gateway/http/handler.h"

namespace hermes::gateway::http {

// A listening HTTP/1.1 server on one io_context. Not thread-safe.
class Server {
 public:
  // Binds and listens. Clients wait until Serve() is called. `host` is an IP
  // address; port 0 means any free port. Errors: FailedPrecondition, one line
  // that begins with `api_server_port_in_use: ` or `api_server_bind_failed: `.
  static absl::StatusOr<std::unique_ptr<Server>> Listen(
      boost::asio::io_context& io, const std::string& host, uint16_t port,
      const Limits& limits);

  // The address and the port on which the server listens.
  std::string host() const;
  uint16_t port() const;

  // Starts accepting clients. Call once. The io_context must have stopped
  // running before this object is destroyed. The io_context, `handler` and
  // `observer` must outlive this object.
  void Serve(Handler& handler, ConnectionObserver& observer);

  // Stops accepting clients. Open connections stay open.
  void StopAccepting();
  // Closes the connections whose request has not arrived completely.
  void CloseUnfinishedRequests() { lists_.reading.CloseAll(); }
  // Closes all connections and calls `on_empty` when none is left, at once if
  // none is open.
  void CloseAll(std::function<void()> on_empty);

  int open_connections() const { return open_; }

 private:
  Server(boost::asio::io_context& io, const Limits& limits);
  void Bind(const boost::asio::ip::tcp::endpoint& endpoint,
            boost::system::error_code& error);
  boost::asio::awaitable<void> Accept();
  boost::asio::awaitable<void> AcceptClient();
  boost::asio::awaitable<void> AwaitSlot();
  boost::asio::awaitable<void> Rest();
  void Spawn(boost::asio::ip::tcp::socket socket);
  void Closed(const std::exception_ptr& exception);
  void FreeSlot();

  boost::asio::io_context& io_;
  const Limits limits_;
  Handler* handler_ = nullptr;
  ConnectionObserver* observer_ = nullptr;
  ConnectionLists lists_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer slot_freed_;  // cancelled when a connection ends
  int open_ = 0;
  std::function<void()> on_empty_;
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_SERVER_H_
