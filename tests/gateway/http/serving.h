#ifndef TESTS_GATEWAY_HTTP_SERVING_H_
#define TESTS_GATEWAY_HTTP_SERVING_H_

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>

#include "gateway/http/connection.h"
#include "gateway/http/handler.h"
#include "gateway/http/server.h"
#include "tests/gateway/http/test_handler.h"

namespace hermes::gateway::http {

// A server with its own event loop and thread, on a free port. The destructor
// closes every connection; the handler's coroutines must then end. `handler`
// and the io_context must outlive it.
class Serving {
 public:
  Serving(boost::asio::io_context& io, Handler& handler,
          const Limits& limits = {});
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;
  ~Serving();

  uint16_t port() const { return port_; }
  Server& server() { return *server_; }
  const TestConnections& connections() const { return connections_; }

  // Runs `task` on the loop and waits until it has returned.
  void OnLoop(const std::function<void()>& task);

 private:
  boost::asio::io_context& io_;
  TestConnections connections_;
  std::unique_ptr<Server> server_;
  uint16_t port_ = 0;
  std::thread thread_;
};

}  // namespace hermes::gateway::http

#endif  // TESTS_GATEWAY_HTTP_SERVING_H_
