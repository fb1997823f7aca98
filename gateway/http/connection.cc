#include "gateway/http/connection.h"

#include <glog/logging.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <optional>
#include <string>
#include <utility>

#include "gateway/http/exchange.h"
#include "gateway/http/request_head.h"
#include "gateway/loop/deadline.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

using Parser = http::request_parser<http::buffer_body>;

// How long, and for how many bytes, a closing connection is still read: a
// close with unread bytes makes the kernel throw our reply away.
constexpr std::chrono::seconds kLingerTime{2};
constexpr size_t kLingerBytes = 1 << 20;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// HTTP/1.0 has no interim replies.
bool ExpectsContinue(const RequestHead& head) {
  return head.version() >= 11 && head.count(http::field::expect) > 0;
}

class Connection {
 public:
  Connection(asio::ip::tcp::socket socket, const HttpLimits& limits,
             HttpHandler& handler, ConnectionLists& lists)
      : socket_(std::move(socket)),
        limits_(limits),
        handler_(handler),
        lists_(lists),
        deadline_(socket_.get_executor(), [this] { Abort(); }),
        place_(lists.all, [this] { Abort(); }) {
    beast::error_code unknown;
    peer_ = socket_.remote_endpoint(unknown).address();
    // A piece of a stream is worth a packet of its own.
    socket_.set_option(asio::ip::tcp::no_delay(true), unknown);
    socket_.set_option(asio::socket_base::keep_alive(true), unknown);
  }

  asio::awaitable<void> Serve() {
    bool open = true;
    while (open) open = co_await ServeRequest();
    co_await Linger();
  }

 private:
  // The request whose header has just come.
  struct Incoming {
    HttpRequest request;
    Admission admission;
    unsigned version = 11;
    bool keep_alive = false;
  };

  // True if the connection can carry another request.
  asio::awaitable<bool> ServeRequest() {
    std::optional<Parser> parser(std::in_place);
    std::optional<Incoming> incoming = co_await Read(*parser);
    if (!incoming.has_value()) co_return false;
    // Not kept while a reply is streamed.
    if (parser->is_done()) parser.reset();
    const bool can_go_on = co_await Reply(*incoming);
    incoming.reset();
    if (!can_go_on || lists_.room_wanted) co_return false;
    if (!parser.has_value()) co_return true;
    co_return co_await Discard(*parser);
  }

  // True if the client has the whole reply, and may send another request.
  asio::awaitable<bool> Reply(Incoming& incoming) {
    const bool head_only = incoming.request.method == "HEAD";
    SocketExchange exchange(socket_, deadline_, limits_.write_timeout,
                            incoming.version, incoming.keep_alive, head_only);
    if (incoming.admission.refusal.has_value()) {
      co_await exchange.Send(*std::move(incoming.admission.refusal));
    } else {
      co_await handler_.Serve(std::move(incoming.request), exchange);
    }
    co_return co_await exchange.Finish();
  }

  // A request that the protocol's rules allow, and its body if that is wanted;
  // otherwise the client has been told, where that makes sense.
  asio::awaitable<std::optional<Incoming>> Read(Parser& parser) {
    const ConnectionList::Place place(lists_.reading, [this] { Abort(); });
    parser.header_limit(limits_.header_bytes);
    parser.body_limit(limits_.body_bytes);
    beast::error_code error = co_await ReadHeader(parser);
    if (!error && IsMalformed(parser.get())) {
      error = http::make_error_code(http::error::bad_value);
    }
    std::optional<Incoming> incoming;
    if (!error) {
      incoming = Admit(parser);
      error = co_await TakeBody(parser, *incoming);
    }
    if (error) {
      incoming.reset();
      co_await Refuse(error, ToRequest(parser.get(), peer_));
    }
    // Not kept while a reply is streamed.
    if (buffer_.size() == 0) buffer_.shrink_to_fit();
    co_return incoming;
  }

  asio::awaitable<beast::error_code> ReadHeader(Parser& parser) {
    const ConnectionList::Place place(lists_.idle, [this] { Abort(); });
    beast::error_code error;
    deadline_.ExpireAfter(limits_.header_timeout);
    co_await http::async_read_header(
        socket_, buffer_, parser,
        asio::redirect_error(asio::use_awaitable, error));
    deadline_.Disarm();
    co_return error;
  }

  Incoming Admit(const Parser& parser) {
    Incoming incoming;
    incoming.request = ToRequest(parser.get(), peer_);
    incoming.version = parser.get().version();
    incoming.keep_alive = parser.get().keep_alive();
    incoming.admission = handler_.Admit(incoming.request);
    VLOG(1) << incoming.request.method << " " << incoming.request.target;
    return incoming;
  }

  asio::awaitable<beast::error_code> TakeBody(Parser& parser,
                                              Incoming& incoming) {
    if (parser.is_done()) co_return beast::error_code();
    const bool waits = ExpectsContinue(parser.get());
    const Admission& admission = incoming.admission;
    if (admission.refusal.has_value() || !admission.wants_body) {
      // What does not depend on the body does not wait for it. A client that
      // waits to be told to go on is spared the trouble of sending it.
      if (waits) incoming.keep_alive = false;
      co_return beast::error_code();
    }
    if (waits) {
      const beast::error_code error = co_await SayContinue();
      if (error) co_return error;
    }
    co_return co_await ReadBody(parser, &incoming.request.body);
  }

  // Reads the body away that the reply did not depend on; nothing is owed to
  // the client meanwhile. True if it has come whole.
  asio::awaitable<bool> Discard(Parser& parser) {
    const ConnectionList::Place reading(lists_.reading, [this] { Abort(); });
    const ConnectionList::Place idle(lists_.idle, [this] { Abort(); });
    const beast::error_code error = co_await ReadBody(parser, nullptr);
    co_return !error;
  }

  asio::awaitable<beast::error_code> SayContinue() {
    beast::error_code error;
    deadline_.ExpireAfter(limits_.write_timeout);
    co_await asio::async_write(
        socket_, asio::buffer(kContinue.data(), kContinue.size()),
        asio::redirect_error(asio::use_awaitable, error));
    deadline_.Disarm();
    co_return error;
  }

  // Into `body`, or away.
  asio::awaitable<beast::error_code> ReadBody(Parser& parser,
                                              std::string* body) {
    char chunk[8192];
    beast::error_code error;
    deadline_.ExpireAfter(limits_.body_timeout);
    if (!parser.is_done()) buffer_.reserve(sizeof(chunk));
    while (!error && !parser.is_done()) {
      parser.get().body().data = chunk;
      parser.get().body().size = sizeof(chunk);
      co_await http::async_read(
          socket_, buffer_, parser,
          asio::redirect_error(asio::use_awaitable, error));
      if (error == http::error::need_buffer) error = {};
      if (body != nullptr && !error) {
        body->append(chunk, sizeof(chunk) - parser.get().body().size);
      }
    }
    deadline_.Disarm();
    co_return error;
  }

  asio::awaitable<void> Refuse(beast::error_code error, HttpRequest head) {
    const int status = ProtocolErrorStatus(error);
    if (status == 0) co_return;
    SocketExchange exchange(socket_, deadline_, limits_.write_timeout, 11,
                            false, false);
    co_await exchange.Send(handler_.ProtocolError(status, head));
  }

  // What a client in this state is owed it has: it may go for another one.
  asio::awaitable<void> Linger() {
    const ConnectionList::Place idle(lists_.idle, [this] { Abort(); });
    beast::error_code error;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
    char discarded[4096];
    size_t total = 0;
    deadline_.ExpireAfter(kLingerTime);
    while (!error && total < kLingerBytes) {
      total += co_await socket_.async_read_some(
          asio::buffer(discarded),
          asio::redirect_error(asio::use_awaitable, error));
    }
    deadline_.Disarm();
  }

  // Whatever is waited for ends with an error.
  void Abort() {
    beast::error_code ignored;
    socket_.close(ignored);
  }

  asio::ip::tcp::socket socket_;
  asio::ip::address peer_;
  beast::flat_buffer buffer_;
  const HttpLimits& limits_;
  HttpHandler& handler_;
  ConnectionLists& lists_;
  Deadline deadline_;
  const ConnectionList::Place place_;
};

}  // namespace

asio::awaitable<void> ServeConnection(asio::ip::tcp::socket socket,
                                      const HttpLimits& limits,
                                      HttpHandler& handler,
                                      ConnectionLists& lists) {
  Connection connection(std::move(socket), limits, handler, lists);
  co_await connection.Serve();
}

}  // namespace hermes::gateway
