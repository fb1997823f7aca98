#ifndef GATEWAY_HTTP_CONNECTION_H_
#define GATEWAY_HTTP_CONNECTION_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>

#include "gateway/http/connection_lists.h"
#include "gateway/http/handler.h"

namespace hermes::gateway::http {

// Limits on the resources that clients use.
struct Limits {
  uint32_t header_bytes = 16 * 1024;
  uint64_t body_bytes = 10'000'000;
  // How long the server waits until a whole header arrives, including the wait
  // for the next request; until a whole body arrives; until the client has
  // received a whole reply or one piece of a stream. A single byte does not
  // restart any of them, so that a client which sends a byte now and then
  // cannot keep a connection open.
  std::chrono::milliseconds header_timeout = std::chrono::seconds(15);
  std::chrono::milliseconds body_timeout = std::chrono::seconds(60);
  std::chrono::milliseconds write_timeout = std::chrono::seconds(30);
  // After the last reply of a connection the server reads and drops what the
  // client still sends; closing a socket with unread bytes would make the
  // kernel discard the reply. It stops when the client has sent nothing for
  // `linger_pause`, and after `linger_timeout` in total.
  std::chrono::milliseconds linger_pause = std::chrono::seconds(2);
  std::chrono::milliseconds linger_timeout = std::chrono::seconds(30);
  // The maximum number of open connections. For a further client the server
  // closes a less important connection (ConnectionLists::MakeRoom()); if there
  // is none, the client waits in the kernel's queue.
  int connections = 1024;
  // The maximum total size of all request bodies that are larger than
  // BodyBudget::kFreeBytes. A request that would exceed it is refused with 429.
  uint64_t all_body_bytes = uint64_t{128} * 1024 * 1024;
};

// Serves one client until it disconnects, violates the protocol or exceeds a
// time limit. `socket` is a connected stream socket; if it is not a TCP socket,
// the requests have no peer address. The references must outlive the coroutine.
boost::asio::awaitable<void> ServeConnection(
    boost::asio::ip::tcp::socket socket, const Limits& limits, Handler& handler,
    ConnectionLists& lists);

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_CONNECTION_H_
