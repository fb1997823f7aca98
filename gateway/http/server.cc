#include "gateway/http/server.h"

#include <glog/logging.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"

namespace hermes::gateway::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// How long the server pauses accepting after a failure such as too many open
// files.
constexpr std::chrono::milliseconds kAcceptPause{100};
// How often the server checks again for a connection to close while a client
// waits: a connection may have stalled meanwhile, or may not have ended
// although it was closed.
constexpr std::chrono::milliseconds kRecheck{100};
// How many clients are accepted in one pass before other connections run, and
// how many connections that were closed to make room may still be ending.
constexpr int kMostAtOnce = 64;
constexpr int kSendBuffer = 64 * 1024;

absl::Status ListenError(const error_code& error, const std::string& host,
                         uint16_t port) {
  if (error == asio::error::address_in_use) {
    return absl::FailedPreconditionError(absl::StrCat(
        "api_server_port_in_use: port ", port, " on ", host,
        " is taken by another process; stop that, or set API_SERVER_PORT"));
  }
  return absl::FailedPreconditionError(absl::StrCat(
      "api_server_bind_failed: cannot listen on ", host, " port ", port, ": ",
      error.message(), "; set API_SERVER_HOST and API_SERVER_PORT"));
}

}  // namespace

Server::Server(asio::io_context& io, const Limits& limits)
    : io_(io), limits_(limits), acceptor_(io), slot_freed_(io) {}

absl::StatusOr<std::unique_ptr<Server>> Server::Listen(asio::io_context& io,
                                                       const std::string& host,
                                                       uint16_t port,
                                                       const Limits& limits) {
  std::unique_ptr<Server> server(new Server(io, limits));
  error_code error;
  const asio::ip::address address = asio::ip::make_address(host, error);
  if (!error) server->Bind({address, port}, error);
  if (error) return ListenError(error, host, port);
  return server;
}

void Server::Bind(const tcp::endpoint& endpoint, error_code& error) {
  if (!error) acceptor_.open(endpoint.protocol(), error);
  // Without this option, connections of a gateway that has just ended would
  // keep its successor from binding the port. A live listener still does.
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  // Accepted connections inherit this size. It limits the kernel memory that a
  // client which does not read can use.
  if (!error) {
    acceptor_.set_option(tcp::acceptor::send_buffer_size(kSendBuffer), error);
  }
  if (!error) acceptor_.bind(endpoint, error);
  if (!error) acceptor_.non_blocking(true, error);
  if (!error) acceptor_.listen(tcp::acceptor::max_listen_connections, error);
}

std::string Server::host() const {
  error_code ignored;
  return acceptor_.local_endpoint(ignored).address().to_string();
}

uint16_t Server::port() const {
  error_code ignored;
  return acceptor_.local_endpoint(ignored).port();
}

void Server::Serve(Handler& handler, ConnectionObserver& observer) {
  handler_ = &handler;
  observer_ = &observer;
  asio::co_spawn(io_, Accept(), asio::detached);
}

void Server::StopAccepting() {
  error_code ignored;
  acceptor_.close(ignored);
  slot_freed_.cancel();
}

void Server::CloseAll(std::function<void()> on_empty) {
  if (open_ == 0) return on_empty();
  on_empty_ = std::move(on_empty);
  lists_.all.CloseAll();
}

// The library and the allocator throw when memory runs out. The server then
// pauses and continues to accept.
asio::awaitable<void> Server::Accept() {
  while (acceptor_.is_open()) {
    bool failed = false;
    try {
      co_await AcceptClient();
    } catch (const std::exception& e) {
      LOG(ERROR) << "cannot accept a connection: " << e.what();
      failed = true;
    }
    if (failed) co_await Rest();
  }
}

// Accepts several clients at a time: if many connections always have work, the
// loop runs this coroutine too seldom for one client at a time.
asio::awaitable<void> Server::AcceptClient() {
  error_code error;
  tcp::socket socket = co_await acceptor_.async_accept(
      asio::redirect_error(asio::use_awaitable, error));
  for (int taken = 0; taken < kMostAtOnce; ++taken) {
    // A client that connected before StopAccepting() may be reported after it.
    if (!acceptor_.is_open()) co_return;
    if (error == asio::error::operation_aborted ||
        error == asio::error::would_block) {
      co_return;
    }
    if (error) {
      LOG(WARNING) << "cannot accept a connection: " << error.message();
      co_return co_await Rest();
    }
    co_await AwaitSlot();
    if (!acceptor_.is_open()) co_return;
    Spawn(std::move(socket));
    if (taken + 1 == kMostAtOnce) co_return;
    socket = tcp::socket(io_);
    acceptor_.accept(socket, error);
  }
}

// Waits until another connection may be opened, or until the server stops
// accepting.
asio::awaitable<void> Server::AwaitSlot() {
  using Clock = ConnectionLists::Clock;
  while (acceptor_.is_open() && open_ >= limits_.connections) {
    const bool made_room = lists_.MakeRoom(Clock::now());
    if (made_room) observer_->ConnectionMadeRoom();
    lists_.room_wanted = !made_room;
    // The closed connection ends soon, so do not wait for that.
    if (made_room && open_ < limits_.connections + kMostAtOnce) break;
    slot_freed_.expires_after(kRecheck);
    error_code cancelled;  // set when a connection has ended
    co_await slot_freed_.async_wait(
        asio::redirect_error(asio::use_awaitable, cancelled));
  }
  lists_.room_wanted = false;
}

asio::awaitable<void> Server::Rest() {
  asio::steady_timer pause(io_, kAcceptPause);
  error_code ignored;
  co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

void Server::Spawn(tcp::socket socket) {
  observer_->ConnectionOpened();
  ++open_;
  try {
    asio::co_spawn(
        io_, ServeConnection(std::move(socket), limits_, *handler_, lists_),
        [this](const std::exception_ptr& e) { Closed(e); });
  } catch (...) {
    FreeSlot();
    throw;
  }
}

void Server::Closed(const std::exception_ptr& exception) {
  FreeSlot();
  if (exception == nullptr) return;
  // The library throws when memory runs out. Only this client is affected.
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& e) {
    LOG(ERROR) << "a connection broke off: " << e.what();
  }
}

void Server::FreeSlot() {
  --open_;
  observer_->ConnectionClosed();
  slot_freed_.cancel();
  if (open_ == 0 && on_empty_ != nullptr) std::exchange(on_empty_, nullptr)();
}

}  // namespace hermes::gateway::http
