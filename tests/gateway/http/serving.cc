#include "tests/gateway/http/serving.h"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <cstdlib>
#include <future>
#include <utility>

namespace hermes::gateway::http {

Serving::Serving(boost::asio::io_context& io, Handler& handler,
                 const Limits& limits)
    : io_(io) {
  auto server = Server::Listen(io_, "127.0.0.1", 0, limits);
  if (!server.ok()) {
    ADD_FAILURE() << server.status();
    abort();
  }
  server_ = *std::move(server);
  port_ = server_->port();
  server_->Serve(handler, connections_);
  thread_ = std::thread([this] {
    const auto until_stopped = boost::asio::make_work_guard(io_);
    io_.run();
  });
}

Serving::~Serving() {
  OnLoop([this] {
    server_->StopAccepting();
    server_->CloseAll([this] { io_.stop(); });
  });
  thread_.join();
  EXPECT_EQ(server_->open_connections(), 0);
  EXPECT_EQ(connections_.opened, connections_.closed);
}

void Serving::OnLoop(const std::function<void()>& task) {
  std::promise<void> done;
  boost::asio::post(io_, [&] {
    task();
    done.set_value();
  });
  done.get_future().wait();
}

}  // namespace hermes::gateway::http
