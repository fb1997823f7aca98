#ifndef GATEWAY_HTTP_EXCHANGE_H_
#define GATEWAY_HTTP_EXCHANGE_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/http/handler.h"
#include "gateway/http/reply_head.h"
#include "gateway/loop/deadline.h"

namespace hermes::gateway {

// The reply to one request on a socket. `deadline` closes the socket when it
// expires. Both are the connection's and outlive this.
class SocketExchange : public HttpExchange {
 public:
  SocketExchange(boost::asio::ip::tcp::socket& socket, Deadline& deadline,
                 std::chrono::milliseconds write_timeout, unsigned version,
                 bool keep_alive, bool head_only);
  ~SocketExchange() override;

  boost::asio::awaitable<void> Send(HttpReply reply) override;
  void Begin(const HttpReply& head) override;
  bool begun() const override { return begun_; }
  boost::asio::awaitable<void> Write(std::string_view piece) override;
  void WriteNow(std::string_view piece) override;
  bool gone() const override { return gone_; }
  void WatchClient(std::function<void()> on_gone) override;

  // Ends the body of a stream. Call once, after all else. True if the client
  // has the whole reply and the connection can carry another request.
  boost::asio::awaitable<bool> Finish();

 private:
  struct Watch;

  void Append(std::string_view piece);
  boost::asio::awaitable<void> Flush();
  void NoteGone();

  boost::asio::ip::tcp::socket& socket_;
  Deadline& deadline_;
  const std::chrono::milliseconds write_timeout_;
  const unsigned version_;
  bool keep_alive_;
  const bool head_only_;
  bool begun_ = false;
  bool chunked_ = false;
  bool streaming_ = false;
  bool head_pending_ = false;  // out_ is the head alone
  bool writing_ = false;
  bool gone_ = false;
  std::string out_;  // what has not been sent yet
  std::shared_ptr<Watch> watch_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_HTTP_EXCHANGE_H_
