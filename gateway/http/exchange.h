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
  // What an exchange uses of its connection. Outlives the exchange.
  struct Wire {
    boost::asio::ip::tcp::socket& socket;
    Deadline& deadline;  // closes the socket when it expires
    std::chrono::milliseconds write_timeout;
    // Where the connection is listed while the client takes a reply, since it
    // last took some of it; and how the connection is closed.
    ConnectionList& writing;
    std::function<void()> close;
    // Where it is listed from Begin() on as well; null if nowhere.
    ConnectionList* streaming = nullptr;
  };
  // What the request says of the reply's form.
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

  // Ends the body of a stream. Call once, after all else. True if the client
  // has the whole reply and the connection can carry another request.
  boost::asio::awaitable<bool> Finish();

 private:
  struct Watch;

  void Append(std::string_view piece);
  std::string HeadOf(const Response& reply, std::optional<size_t> length);
  // Sends `out_`, then `body`, which must stay until it is done.
  boost::asio::awaitable<void> Flush(std::string_view body = {});
  void NoteGone();

  const Wire wire_;
  const Form form_;
  bool keep_alive_;
  bool begun_ = false;
  bool chunked_ = false;
  bool streaming_ = false;
  bool head_pending_ = false;  // out_ is the head alone
  bool writing_ = false;
  bool gone_ = false;
  std::string out_;  // what has not been sent yet
  std::optional<ConnectionList::Place> stream_;
  std::shared_ptr<Watch> watch_;
};

}  // namespace hermes::gateway::http

#endif  // GATEWAY_HTTP_EXCHANGE_H_
