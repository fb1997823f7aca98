#include "gateway/upstream/transport.h"

#include <openssl/err.h>
#include <sys/socket.h>
#include <sys/types.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <cerrno>
#include <utility>

namespace hermes::gateway::upstream {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

bool TryAgain(int error) {
  return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

}  // namespace

Transport::Transport(tcp::socket socket) : socket_(std::move(socket)) {
  boost::system::error_code ignored;
  socket_.set_option(tcp::no_delay(true), ignored);
  socket_.set_option(asio::socket_base::keep_alive(true), ignored);
}

Transport::~Transport() { Close(); }

void Transport::UseTls(SslPointer ssl) { ssl_ = std::move(ssl); }

Transport::Step Transport::TryHandshake() {
  if (!socket_.is_open()) return Failed(ECONNABORTED);
  ERR_clear_error();
  const int result = SSL_do_handshake(ssl_.get());
  if (result == 1) return {Outcome::kDone, 0};
  Step step = TlsStep(result);
  if (step.outcome == Outcome::kEnd) step = Failed(ECONNRESET);
  return step;
}

Transport::Step Transport::TryRead(char* to, size_t size) {
  if (!socket_.is_open()) return Failed(ECONNABORTED);
  want_write_ = false;
  if (ssl_ == nullptr) {
    const ssize_t got = recv(fd(), to, size, MSG_DONTWAIT);
    if (got > 0) return {Outcome::kDone, static_cast<size_t>(got)};
    if (got == 0) return {Outcome::kEnd, 0};
    if (TryAgain(errno)) return {Outcome::kAgain, 0};
    return Failed(errno);
  }
  // Read until EAGAIN: bytes that OpenSSL has already decrypted do not make the
  // socket readable.
  size_t total = 0;
  for (;;) {
    ERR_clear_error();
    size_t got = 0;
    const int result = SSL_read_ex(ssl_.get(), to + total, size - total, &got);
    total += got;
    if (result == 1 && total < size) continue;
    if (total > 0) return {Outcome::kDone, total};
    return TlsStep(result);
  }
}

Transport::Step Transport::TryWrite(const char* from, size_t size) {
  if (!socket_.is_open()) return Failed(ECONNABORTED);
  if (ssl_ == nullptr) {
    want_write_ = true;
    const ssize_t sent = send(fd(), from, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent >= 0) return {Outcome::kDone, static_cast<size_t>(sent)};
    if (TryAgain(errno)) return {Outcome::kAgain, 0};
    return Failed(errno);
  }
  ERR_clear_error();
  size_t sent = 0;
  const int result = SSL_write_ex(ssl_.get(), from, size, &sent);
  if (result == 1) return {Outcome::kDone, sent};
  return TlsStep(result);
}

asio::awaitable<void> Transport::Wait() {
  boost::system::error_code ignored;  // the next step reports it
  const bool write = std::exchange(want_write_, false);
  co_await socket_.async_wait(
      write ? tcp::socket::wait_write : tcp::socket::wait_read,
      asio::redirect_error(asio::use_awaitable, ignored));
}

void Transport::Close() {
  if (!socket_.is_open()) return;
  if (ssl_ != nullptr && SSL_is_init_finished(ssl_.get())) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());  // sends close_notify, and does not wait
    ERR_clear_error();
  }
  boost::system::error_code ignored;
  socket_.close(ignored);
}

bool Transport::Quiet() {
  if (!socket_.is_open()) return false;
  if (ssl_ != nullptr && SSL_has_pending(ssl_.get()) == 1) return false;
  char byte;
  return recv(fd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && TryAgain(errno);
}

Transport::Step Transport::Failed(int error) {
  error_ = boost::system::error_code(error, boost::system::system_category())
               .message();
  return {Outcome::kFailed, 0};
}

Transport::Step Transport::TlsStep(int result) {
  switch (SSL_get_error(ssl_.get(), result)) {
    case SSL_ERROR_NONE:
      return {Outcome::kDone, 0};
    case SSL_ERROR_WANT_READ:
      want_write_ = false;
      return {Outcome::kAgain, 0};
    case SSL_ERROR_WANT_WRITE:
      want_write_ = true;
      return {Outcome::kAgain, 0};
    case SSL_ERROR_ZERO_RETURN:
      return {Outcome::kEnd, 0};
    default:
      error_ = TlsError(ssl_.get());
      ERR_clear_error();
      return {Outcome::kFailed, 0};
  }
}

}  // namespace hermes::gateway::upstream
