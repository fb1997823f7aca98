#ifndef GATEWAY_HTTP_CONNECTION_H_
#define GATEWAY_HTTP_CONNECTION_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>

#include "gateway/http/connection_list.h"
#include "gateway/http/handler.h"

namespace hermes::gateway {

// What one client may cost.
struct HttpLimits {
  uint32_t header_bytes = 16 * 1024;
  uint64_t body_bytes = 10'000'000;
  // For a whole header to arrive, the wait for a next request included; for a
  // whole body; for a whole reply, or a piece of one, to be taken. Each is a
  // limit for all of it, so that a byte now and then does not keep a
  // connection.
  std::chrono::milliseconds header_timeout = std::chrono::seconds(15);
  std::chrono::milliseconds body_timeout = std::chrono::seconds(60);
  std::chrono::milliseconds write_timeout = std::chrono::seconds(30);
  // Beyond that an idle connection makes room; where none is idle, further
  // clients wait in the kernel's queue.
  int connections = 1024;
};

// Serves one client until it leaves, breaks a rule or is too slow. The
// references must outlive the coroutine.
boost::asio::awaitable<void> ServeConnection(
    boost::asio::ip::tcp::socket socket, const HttpLimits& limits,
    HttpHandler& handler, ConnectionLists& lists);

}  // namespace hermes::gateway

#endif  // GATEWAY_HTTP_CONNECTION_H_
