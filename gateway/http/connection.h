#ifndef GATEWAY_HTTP_CONNECTION_H_
#define GATEWAY_HTTP_CONNECTION_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include "gateway/http/message.h"
#include "gateway/lifecycle/work_tracker.h"

namespace hermes::gateway {

// What one client may cost.
struct HttpLimits {
  uint32_t header_bytes = 16 * 1024;
  uint64_t body_bytes = 10'000'000;
  // For a whole header to arrive, the wait for a next request included; for a
  // whole body; for a whole reply to be taken. Each is a limit for all of it,
  // so that a byte now and then does not keep a connection.
  std::chrono::milliseconds header_timeout = std::chrono::seconds(15);
  std::chrono::milliseconds body_timeout = std::chrono::seconds(60);
  std::chrono::milliseconds write_timeout = std::chrono::seconds(15);
  // More clients than that wait in the kernel's queue.
  int connections = 256;
};

// The reply to a request, and the work it stands for (null: none), which is
// finished once the reply has been written.
struct HttpAnswer {
  HttpReply reply;
  std::unique_ptr<WorkTracker::Token> work;
};

// Asked when a request's header has arrived. Must not throw.
using HttpHandler = std::function<HttpAnswer(const HttpRequest&)>;

// Serves one client until it leaves, breaks a rule or is too slow. Bodies are
// read and thrown away: no route takes one yet. `limits` and `handler` must
// outlive the coroutine.
boost::asio::awaitable<void> ServeConnection(
    boost::asio::ip::tcp::socket socket, const HttpLimits& limits,
    const HttpHandler& handler);

}  // namespace hermes::gateway

#endif  // GATEWAY_HTTP_CONNECTION_H_
