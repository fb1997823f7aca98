#ifndef GATEWAY_HTTP_CONNECTION_H_
#define GATEWAY_HTTP_CONNECTION_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>

#include "gateway/http/connection_lists.h"
#include "gateway/http/handler.h"

namespace hermes::gateway::http {

// What one client may cost.
struct Limits {
  uint32_t header_bytes = 16 * 1024;
  uint64_t body_bytes = 10'000'000;
  // For a whole header to arrive, the wait for a next request included; for a
  // whole body; for a whole reply, or a piece of one, to be taken. Each is a
  // limit for all of it, so that a byte now and then does not keep a
  // connection.
  std::chrono::milliseconds header_timeout = std::chrono::seconds(15);
  std::chrono::milliseconds body_timeout = std::chrono::seconds(60);
  std::chrono::milliseconds write_timeout = std::chrono::seconds(30);
  // After the last reply of a connection, what the client still sends is read
  // away, or the kernel would throw the reply away with it: until the client
  // has sent nothing for so long, and for so long in all.
  std::chrono::milliseconds linger_pause = std::chrono::seconds(2);
  std::chrono::milliseconds linger_timeout = std::chrono::seconds(30);
  // Beyond that a connection that can be spared makes room; if there is none,
  // further clients wait in the kernel's queue.
  int connections = 1024;
  // What the bodies of all requests that are being read, and are not small, may
  // have together; a request beyond that is refused with 429.
  uint64_t all_body_bytes = uint64_t{128} * 1024 * 1024;
};

// Serves one client until it leaves, breaks a rule or is too slow. `socket` is
// a connected stream socket; of one that is not of TCP the peer is unknown. The
// references must outlive the coroutine.
boost::asio::awaitable<void> ServeConnection(
    boost::asio::ip::tcp::socket socket, const Limits& limits, Handler& handler,
    ConnectionLists& lists);

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_CONNECTION_H_
