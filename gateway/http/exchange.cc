#include "gateway/http/exchange.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <ctime>
#include <utility>

#include "absl/strings/str_cat.h"

namespace hermes::gateway::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// A stream's buffer grows to the size of its largest piece. A buffer that is
// larger than this is freed after use, since there may be thousands of streams.
constexpr size_t kKeptBuffer = 4096;

// Returns true if the client has closed its sending side or the connection.
bool HasEnded(tcp::socket& socket) {
  char byte = 0;
  const ssize_t got =
      recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
}

// Returns what follows the first `sent` bytes of `first` and `second` together.
std::array<asio::const_buffer, 2> Rest(std::string_view first,
                                       std::string_view second, size_t sent) {
  const size_t of_first = std::min(sent, first.size());
  first.remove_prefix(of_first);
  second.remove_prefix(sent - of_first);
  return {asio::buffer(first.data(), first.size()),
          asio::buffer(second.data(), second.size())};
}

}  // namespace

// The state that a pending wait for the client shares with the exchange, and
// may still access after the exchange is destroyed.
struct SocketExchange::Watch {
  SocketExchange* exchange;
  std::function<void()> on_gone;
};

SocketExchange::SocketExchange(Wire wire, const Form& form)
    : wire_(std::move(wire)), form_(form), keep_alive_(form.keep_alive) {}

SocketExchange::~SocketExchange() {
  if (watch_ == nullptr) return;
  watch_->exchange = nullptr;
  error_code ignored;
  wire_.socket.cancel(ignored);
}

std::string SocketExchange::HeadOf(const Response& reply,
                                   std::optional<size_t> length) {
  ResponseFraming framing;
  framing.version = form_.version;
  framing.keep_alive = keep_alive_;
  framing.length = length;
  framing.now = std::time(nullptr);
  framing.by_https = form_.by_https;
  return ResponseHead(reply, framing);
}

asio::awaitable<void> SocketExchange::Send(Response reply) {
  begun_ = true;
  out_ = HeadOf(reply, reply.body.size());
  if (form_.head_only) reply.body.clear();
  co_await Flush(reply.body);
}

void SocketExchange::Begin(const Response& head) {
  begun_ = true;
  streaming_ = true;
  if (wire_.streaming != nullptr) {
    stream_.emplace(*wire_.streaming, wire_.close);
  }
  head_pending_ = true;
  chunked_ = form_.version >= 11;
  if (!chunked_) keep_alive_ = false;
  out_ = HeadOf(head, std::nullopt);
}

void SocketExchange::Append(std::string_view piece) {
  if (form_.head_only) return;
  if (!chunked_) {
    out_ += piece;
    return;
  }
  absl::StrAppend(&out_, absl::Hex(piece.size()), "\r\n");
  out_ += piece;
  out_ += "\r\n";
}

asio::awaitable<void> SocketExchange::Write(std::string_view piece) {
  if (gone_ || piece.empty()) co_return;
  Append(piece);
  co_await Flush();
}

asio::awaitable<void> SocketExchange::Flush(std::string_view body) {
  if (gone_) co_return;
  writing_ = true;
  head_pending_ = false;
  wire_.deadline.ExpireAfter(wire_.write_timeout);
  error_code error;
  const size_t total = out_.size() + body.size();
  for (size_t sent = 0; sent < total && !error;) {
    // List the connection anew each time the client has received some bytes.
    const ConnectionList::Place place(wire_.writing, wire_.close);
    sent += co_await wire_.socket.async_write_some(
        Rest(out_, body, sent),
        asio::redirect_error(asio::use_awaitable, error));
  }
  wire_.deadline.Disarm();
  writing_ = false;
  out_.clear();
  if (out_.capacity() > kKeptBuffer) out_ = std::string();
  if (error) NoteGone();
}

void SocketExchange::WriteNow(std::string_view piece) {
  // Bytes that are left from an earlier piece show that the client does not
  // read.
  if (gone_ || writing_ || (!out_.empty() && !head_pending_)) return;
  head_pending_ = false;
  Append(piece);
  const ssize_t put = send(wire_.socket.native_handle(), out_.data(),
                           out_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (put > 0) out_.erase(0, static_cast<size_t>(put));
  if (put < 0 && errno != EAGAIN && errno != EINTR) NoteGone();
}

asio::awaitable<bool> SocketExchange::Finish() {
  if (streaming_ && chunked_ && !form_.head_only) out_ += "0\r\n\r\n";
  if (!out_.empty()) co_await Flush();
  co_return !gone_ && keep_alive_;
}

void SocketExchange::WatchClient(std::function<void()> on_gone) {
  if (gone_ && on_gone != nullptr) return on_gone();
  if (watch_ != nullptr || on_gone == nullptr) {
    if (watch_ != nullptr) watch_->on_gone = std::move(on_gone);
    return;
  }
  watch_ = std::make_shared<Watch>(Watch{this, std::move(on_gone)});
  wire_.socket.async_wait(tcp::socket::wait_read,
                          [watch = watch_](const error_code& error) {
                            SocketExchange* const exchange = watch->exchange;
                            if (exchange == nullptr) return;
                            // With an error, this side has closed the
                            // connection. Without one, the client has sent its
                            // next request or has ended the connection; if that
                            // is not detected here, a write will detect it.
                            if (error || HasEnded(exchange->wire_.socket)) {
                              exchange->NoteGone();
                            }
                          });
}

void SocketExchange::NoteGone() {
  if (std::exchange(gone_, true)) return;
  if (!writing_) out_.clear();
  if (watch_ == nullptr) return;
  if (const auto on_gone = std::exchange(watch_->on_gone, nullptr)) on_gone();
}

}  // namespace hermes::gateway::http
