#include "gateway/http/connection.h"

#include <glog/logging.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <optional>
#include <string>
#include <utility>

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

std::optional<std::string> Header(const Parser& parser, http::field field) {
  const auto found = parser.get().find(field);
  if (found == parser.get().end()) return std::nullopt;
  return std::string(found->value());
}

HttpRequest ToRequest(const Parser& parser) {
  HttpRequest request;
  request.method = std::string(parser.get().method_string());
  request.target = std::string(parser.get().target());
  request.origin = Header(parser, http::field::origin);
  request.authorization = Header(parser, http::field::authorization);
  return request;
}

// The reply to what is no acceptable HTTP; nothing if the client is gone, or
// was too slow to be worth a word.
std::optional<HttpReply> ProtocolErrorReply(const beast::error_code& error) {
  const char* type = "invalid_request_error";
  if (error == http::error::header_limit) {
    return ErrorReply(431, "The request's header is too large.", type,
                      "header_too_large");
  }
  if (error == http::error::body_limit) {
    return ErrorReply(413, "The request's body is too large.", type,
                      "body_too_large");
  }
  const bool malformed =
      error.category() ==
          http::make_error_code(http::error::bad_method).category() &&
      error != http::error::end_of_stream &&
      error != http::error::partial_message;
  if (!malformed) return std::nullopt;
  return ErrorReply(400, "This is not HTTP/1.1.", type, "bad_request");
}

class Connection {
 public:
  Connection(asio::ip::tcp::socket socket, const HttpLimits& limits,
             const HttpHandler& handler)
      : stream_(std::move(socket)), limits_(limits), handler_(handler) {}

  asio::awaitable<void> Serve() {
    bool open = true;
    while (open) open = co_await ServeRequest();
    co_await Close();
  }

 private:
  // True if the connection can carry another request.
  asio::awaitable<bool> ServeRequest() {
    Parser parser;
    parser.header_limit(limits_.header_bytes);
    parser.body_limit(limits_.body_bytes);
    beast::error_code error;
    stream_.expires_after(limits_.header_timeout);
    co_await http::async_read_header(
        stream_, buffer_, parser,
        asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return co_await Refuse(error);
    const HttpRequest request = ToRequest(parser);
    HttpAnswer answer = handler_(request);
    VLOG(1) << request.method << " " << request.target << " "
            << answer.reply.status;
    // A client that waits to be told to go on has not sent its body. The
    // answer does not depend on it, so that it is spared the trouble.
    const bool body_held_back = Header(parser, http::field::expect).has_value();
    if (!body_held_back) {
      error = co_await DiscardBody(parser);
      if (error) co_return co_await Refuse(error);
    }
    const bool keep_alive = parser.get().keep_alive() && !body_held_back;
    co_return co_await Write(answer.reply, request.method == "HEAD",
                             keep_alive);
  }

  asio::awaitable<beast::error_code> DiscardBody(Parser& parser) {
    char discarded[4096];
    beast::error_code error;
    stream_.expires_after(limits_.body_timeout);
    while (!parser.is_done()) {
      parser.get().body().data = discarded;
      parser.get().body().size = sizeof(discarded);
      co_await http::async_read(
          stream_, buffer_, parser,
          asio::redirect_error(asio::use_awaitable, error));
      if (error && error != http::error::need_buffer) co_return error;
    }
    co_return beast::error_code();
  }

  asio::awaitable<bool> Refuse(beast::error_code error) {
    const std::optional<HttpReply> reply = ProtocolErrorReply(error);
    if (reply.has_value()) co_await Write(*reply, false, false);
    co_return false;
  }

  // True if it was written and the connection stays open.
  asio::awaitable<bool> Write(const HttpReply& reply, bool head_only,
                              bool keep_alive) {
    http::response<http::string_body> response;
    response.result(static_cast<unsigned>(reply.status));
    response.keep_alive(keep_alive);
    for (const auto& [name, value] : SecurityHeaders()) {
      response.set(name, value);
    }
    for (const auto& [name, value] : reply.headers) response.set(name, value);
    if (!reply.body.empty()) {
      response.set(http::field::content_type, "application/json");
    }
    // A reply to HEAD tells the length of what GET would send.
    if (reply.status != 204) response.content_length(reply.body.size());
    if (!head_only) response.body() = reply.body;
    beast::error_code error;
    stream_.expires_after(limits_.write_timeout);
    http::response_serializer<http::string_body> serializer(response);
    co_await http::async_write(
        stream_, serializer, asio::redirect_error(asio::use_awaitable, error));
    co_return !error && keep_alive;
  }

  asio::awaitable<void> Close() {
    beast::error_code error;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
    char discarded[4096];
    size_t total = 0;
    stream_.expires_after(kLingerTime);
    while (!error && total < kLingerBytes) {
      total += co_await stream_.async_read_some(
          asio::buffer(discarded),
          asio::redirect_error(asio::use_awaitable, error));
    }
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  const HttpLimits& limits_;
  const HttpHandler& handler_;
};

}  // namespace

asio::awaitable<void> ServeConnection(asio::ip::tcp::socket socket,
                                      const HttpLimits& limits,
                                      const HttpHandler& handler) {
  Connection connection(std::move(socket), limits, handler);
  co_await connection.Serve();
}

}  // namespace hermes::gateway
