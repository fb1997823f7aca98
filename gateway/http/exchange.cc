#include "gateway/http/exchange.h"

#include <sys/socket.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// A stream's buffer grows to its largest piece; one that is larger than this is
// given back, since there may be thousands of streams.
constexpr size_t kKeptBuffer = 4096;

// True if the other side has ended its sending, or the connection.
bool HasEnded(tcp::socket& socket) {
  char byte = 0;
  const ssize_t got =
      recv(socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR);
}

}  // namespace

// What a pending look at the client may touch after the exchange has ended.
struct SocketExchange::Watch {
  SocketExchange* exchange;
  std::function<void()> on_gone;
};

SocketExchange::SocketExchange(tcp::socket& socket, Deadline& deadline,
                               std::chrono::milliseconds write_timeout,
                               unsigned version, bool keep_alive,
                               bool head_only)
    : socket_(socket),
      deadline_(deadline),
      write_timeout_(write_timeout),
      version_(version),
      keep_alive_(keep_alive),
      head_only_(head_only) {}

SocketExchange::~SocketExchange() {
  if (watch_ == nullptr) return;
  watch_->exchange = nullptr;
  error_code ignored;
  socket_.cancel(ignored);
}

asio::awaitable<void> SocketExchange::Send(HttpReply reply) {
  begun_ = true;
  out_ = ReplyHead(reply, {version_, keep_alive_, reply.body.size()});
  if (!head_only_) out_ += reply.body;
  co_await Flush();
}

void SocketExchange::Begin(const HttpReply& head) {
  begun_ = true;
  streaming_ = true;
  head_pending_ = true;
  chunked_ = version_ >= 11;
  if (!chunked_) keep_alive_ = false;
  out_ = ReplyHead(head, {version_, keep_alive_, std::nullopt});
}

void SocketExchange::Append(std::string_view piece) {
  if (head_only_) return;
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

asio::awaitable<void> SocketExchange::Flush() {
  if (gone_) co_return;
  writing_ = true;
  head_pending_ = false;
  deadline_.ExpireAfter(write_timeout_);
  error_code error;
  co_await asio::async_write(socket_, asio::buffer(out_),
                             asio::redirect_error(asio::use_awaitable, error));
  deadline_.Disarm();
  writing_ = false;
  out_.clear();
  if (out_.capacity() > kKeptBuffer) out_ = std::string();
  if (error) NoteGone();
}

void SocketExchange::WriteNow(std::string_view piece) {
  // What is left of an earlier one means that the client does not read.
  if (gone_ || writing_ || (!out_.empty() && !head_pending_)) return;
  head_pending_ = false;
  Append(piece);
  const ssize_t put = send(socket_.native_handle(), out_.data(), out_.size(),
                           MSG_DONTWAIT | MSG_NOSIGNAL);
  if (put > 0) out_.erase(0, static_cast<size_t>(put));
  if (put < 0 && errno != EAGAIN && errno != EINTR) NoteGone();
}

asio::awaitable<bool> SocketExchange::Finish() {
  if (streaming_ && chunked_ && !head_only_) out_ += "0\r\n\r\n";
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
  socket_.async_wait(tcp::socket::wait_read,
                     [watch = watch_](const error_code& error) {
                       SocketExchange* const exchange = watch->exchange;
                       if (exchange == nullptr) return;
                       // An error: the connection was closed on this side. What
                       // the client has sent is its next request, or its end,
                       // which a write will find out, too.
                       if (error || HasEnded(exchange->socket_)) {
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

}  // namespace hermes::gateway
