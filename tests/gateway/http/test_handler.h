#ifndef TESTS_GATEWAY_HTTP_TEST_HANDLER_H_
#define TESTS_GATEWAY_HTTP_TEST_HANDLER_H_

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "gateway/http/handler.h"

namespace hermes::gateway::http {

// Counts the events of a server's connections. The counters may be read from
// any thread.
class TestConnections : public ConnectionObserver {
 public:
  std::atomic<int> opened = 0;
  std::atomic<int> closed = 0;
  std::atomic<int> made_room = 0;

  void ConnectionOpened() override { ++opened; }
  void ConnectionClosed() override { ++closed; }
  void ConnectionMadeRoom() override { ++made_room; }
};

// Serves requests with a test's function and records them. Refuses a target
// that begins with /refused with 401. Wants the body of a POST unless its
// target begins with /discard.
class TestHandler : public Handler {
 public:
  using Server =
      std::function<boost::asio::awaitable<void>(Request, Exchange&)>;

  // Replies "METHOD TARGET BODY".
  TestHandler()
      : serve_([](Request request,
                  Exchange& exchange) -> boost::asio::awaitable<void> {
          Response reply;
          reply.headers = {{"Content-Type", "text/plain"}};
          reply.body =
              request.method + " " + request.target + " " + request.body;
          co_await exchange.Send(std::move(reply));
        }) {}
  explicit TestHandler(Server serve) : serve_(std::move(serve)) {}

  Admission Admit(const Request& head) override {
    const std::lock_guard<std::mutex> lock(mutex_);
    seen_.push_back(head.method + " " + head.target);
    Admission admission;
    admission.wants_body =
        head.method == "POST" && head.target.rfind("/discard", 0) != 0;
    if (head.target.rfind("/refused", 0) == 0) {
      admission.refusal = Response{401, {}, "\"refused\""};
    }
    return admission;
  }

  boost::asio::awaitable<void> Serve(Request request,
                                     Exchange& exchange) override {
    return serve_(std::move(request), exchange);
  }

  Response ProtocolError(int status, const Request& /*head*/) override {
    return {status, {}, "\"protocol error\""};
  }

  // Returns all requests, refused or not, as "METHOD TARGET".
  std::vector<std::string> seen() const {
    const std::lock_guard<std::mutex> lock(mutex_);
    return seen_;
  }

 private:
  const Server serve_;
  mutable std::mutex mutex_;
  std::vector<std::string> seen_;
};

}  // namespace hermes::gateway::http

#endif  // TESTS_GATEWAY_HTTP_TEST_HANDLER_H_
