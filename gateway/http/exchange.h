#ifndef GATEWAY_HTTP_EXCHANGE_H_
#define GATEWAY_HTTP_EXCHANGE_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/http/connection_list.h"
#include "gateway/http/handler.h"
#include "gateway/http/response_head.h"
#include "gateway/loop/deadline.h"

namespace hermes::gateway::http {

// The reply to one request on a socket.
class SocketExchange : public Exchange {
 public:
  // The parts of its connection that an exchange uses. Must outlive the
  // exchange.
  struct Wire {
    boost::asio::ip::tcp::socket& socket;
    Deadline& deadline;  // closes the socket when it expires
    std::chrono::milliseconds write_timeout;
    // The list that has the connection while the client receives a reply, since
    // it last received a part of it; and the function that closes the
    // connection.
    ConnectionList& writing;
    std::function<void()> close;
    // A list that has the connection from Begin() until the exchange is
    // destroyed, too; null if there is none.
    ConnectionList* streaming = nullptr;
  };
  // The form of the reply that the request asks for.
  struct Form {
    unsigned version = 11;
    bool keep_alive = false;
    bool head_only = false;
    bool by_https = false;
  };
  SocketExchange(Wire wire, const Form& form);
  ~SocketExchange() override;

  boost::asio::awaitable<void> Send(Response reply) override;
  void Begin(const Response& head) override;
  bool begun() const override { return begun_; }
  boost::asio::awaitable<void> Write(std::string_view piece) override;
  void WriteNow(std::string_view piece) override;
  bool gone() const override { return gone_; }
  void WatchClient(std::function<void()> on_gone) override;

  // Ends the body of a stream. Call once, after all other calls. Returns true
  // if the whole reply was sent and the connection can carry another request.
  boost::asio::awaitable<bool> Finish();

 private:
  struct Watch;

  void Append(std::string_view piece);
  std::string HeadOf(const Response& reply, std::optional<size_t> length);
  // Sends `out_`, then `body`, which must stay valid until then.
  boost::asio::awaitable<void> Flush(std::string_view body = {});
  void NoteGone();

  const Wire wire_;
  const Form form_;
  bool keep_alive_;
  bool begun_ = false;
  bool chunked_ = false;
  bool streaming_ = false;
  bool head_pending_ = false;  // `out_` is the head alone
  bool writing_ = false;
  bool gone_ = false;
  std::string out_;  // bytes that were not sent yet
  std::optional<ConnectionList::Place> stream_;
  std::shared_ptr<Watch> watch_;
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_EXCHANGE_H_
