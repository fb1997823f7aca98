#include "tests/gateway/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http.hpp>
#include <cerrno>
#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

namespace beast_http = boost::beast::http;

int Connect(uint16_t port, bool ipv6) {
  const int fd =
      socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval limit = {30, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
  if (ipv6) {
    sockaddr_in6 to = {};
    to.sin6_family = AF_INET6;
    to.sin6_port = htons(port);
    to.sin6_addr = in6addr_loopback;
    return connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof(to)) == 0 ? fd
                                                                          : -1;
  }
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof(to)) == 0 ? fd
                                                                        : -1;
}

HttpResponse ToResponse(
    const beast_http::response<beast_http::string_body>& message) {
  HttpResponse response;
  response.status = static_cast<int>(message.result_int());
  response.body = message.body();
  response.keep_alive = message.keep_alive();
  for (const auto& field : message) {
    std::string& value =
        response
            .headers[absl::AsciiStrToLower(std::string(field.name_string()))];
    if (!value.empty()) value += '\n';
    value += std::string(field.value());
  }
  return response;
}

}  // namespace

HttpClient::HttpClient(uint16_t port, bool ipv6) : fd_(Connect(port, ipv6)) {}

void HttpClient::Send(const std::string& text) {
  size_t sent = 0;
  while (sent < text.size()) {
    const ssize_t put =
        send(fd_.get(), text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (put <= 0) return;  // the test sees a missing response
    sent += static_cast<size_t>(put);
  }
}

bool HttpClient::ReadSome() {
  char chunk[4096];
  const ssize_t got = recv(fd_.get(), chunk, sizeof(chunk), 0);
  if (got > 0) received_.append(chunk, static_cast<size_t>(got));
  return got > 0;
}

HttpResponse HttpClient::Receive(bool head) {
  beast_http::response_parser<beast_http::string_body> parser;
  parser.skip(head);
  parser.eager(true);
  for (;;) {
    boost::system::error_code error;
    while (!received_.empty() && !parser.is_done()) {
      const size_t used = parser.put(boost::asio::buffer(received_), error);
      // The parser may have consumed a part even if it needs more.
      received_.erase(0, used);
      if (error == beast_http::error::need_more || used == 0) break;
      if (error) return {};
    }
    if (parser.is_done()) return ToResponse(parser.release());
    if (!ReadSome()) return {};
  }
}

bool HttpClient::WaitFor(const std::string& text) {
  while (received_.find(text) == std::string::npos) {
    if (!ReadSome()) return false;
  }
  return true;
}

bool HttpClient::WaitClosed() {
  char chunk[4096];
  ssize_t got;
  do {
    got = recv(fd_.get(), chunk, sizeof(chunk), 0);
  } while (got > 0);
  return got == 0 || errno == ECONNRESET;
}

HttpResponse Fetch(uint16_t port, const std::string& method,
                   const std::string& target, const std::string& headers,
                   const std::string& body) {
  HttpClient client(port);
  if (!client.connected()) return {};
  std::string request =
      absl::StrCat(method, " ", target, " HTTP/1.1\r\nHost: test\r\n", headers);
  if (!body.empty()) {
    absl::StrAppend(&request, "Content-Length: ", body.size(), "\r\n");
  }
  client.Send(absl::StrCat(request, "\r\n", body));
  return client.Receive(method == "HEAD");
}

}  // namespace hermes::gateway
