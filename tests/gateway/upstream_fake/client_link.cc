#include "tests/gateway/upstream_fake/client_link.h"

#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <utility>

namespace hermes::gateway {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct ClientLink::State {
  explicit State(tcp::socket s)
      : socket(std::move(s)), timer(socket.get_executor()) {}

  tcp::socket socket;
  asio::steady_timer timer;
  bool gone = false;
};

ClientLink::ClientLink(tcp::socket socket)
    : state_(std::make_shared<State>(std::move(socket))) {
  error_code ignored;
  state_->socket.set_option(tcp::no_delay(true), ignored);
}

ClientLink::~ClientLink() {
  error_code ignored;
  state_->socket.close(ignored);
}

tcp::socket& ClientLink::socket() { return state_->socket; }

bool ClientLink::gone() const { return state_->gone; }

void ClientLink::BeginAnswer() { Watch(state_); }

void ClientLink::EndAnswer() {
  error_code ignored;
  state_->socket.cancel(ignored);
}

void ClientLink::Watch(const std::shared_ptr<State>& state) {
  state->socket.async_wait(tcp::socket::wait_read, [state](error_code error) {
    if (error) return;
    char next;
    const ssize_t peeked =
        recv(state->socket.native_handle(), &next, 1, MSG_PEEK | MSG_DONTWAIT);
    if (peeked < 0 && errno == EAGAIN) return Watch(state);
    // The client is still there: it has already sent its next request.
    if (peeked > 0) return;
    state->gone = true;
    state->timer.cancel();
  });
}

asio::awaitable<bool> ClientLink::Write(std::string_view bytes) {
  if (state_->gone) co_return false;
  error_code error;
  co_await asio::async_write(state_->socket, asio::buffer(bytes),
                             asio::redirect_error(asio::use_awaitable, error));
  if (error) state_->gone = true;
  co_return !state_->gone;
}

asio::awaitable<bool> ClientLink::Pause(std::chrono::milliseconds time) {
  if (state_->gone || time.count() == 0) co_return !state_->gone;
  state_->timer.expires_after(time);
  error_code cancelled;
  co_await state_->timer.async_wait(
      asio::redirect_error(asio::use_awaitable, cancelled));
  co_return !state_->gone;
}

asio::awaitable<void> ClientLink::AwaitGone() {
  while (!state_->gone) {
    state_->timer.expires_at(asio::steady_timer::time_point::max());
    error_code cancelled;
    co_await state_->timer.async_wait(
        asio::redirect_error(asio::use_awaitable, cancelled));
  }
}

}  // namespace hermes::gateway
