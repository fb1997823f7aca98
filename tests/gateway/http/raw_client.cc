#include "tests/gateway/http/raw_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http.hpp>

#include "absl/strings/ascii.h"

namespace hermes::gateway::http {
namespace {

namespace beast_http = boost::beast::http;

}  // namespace

RawClient::RawClient(uint16_t port, int receive_buffer)
    : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval limit = {30, 0};
  setsockopt(fd_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  setsockopt(fd_.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
  if (receive_buffer > 0) {
    setsockopt(fd_.get(), SOL_SOCKET, SO_RCVBUF, &receive_buffer,
               sizeof(receive_buffer));
  }
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd_.get(), reinterpret_cast<sockaddr*>(&to), sizeof(to)) != 0) {
    fd_.reset();
  }
}

bool RawClient::Send(const std::string& bytes) {
  size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t put =
        send(fd_.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (put <= 0) return false;
    sent += static_cast<size_t>(put);
  }
  return true;
}

std::string RawClient::ReadUntil(const std::string& end) {
  char chunk[4096];
  while (received_.find(end) == std::string::npos) {
    const ssize_t got = recv(fd_.get(), chunk, sizeof(chunk), 0);
    if (got <= 0) break;
    received_.append(chunk, static_cast<size_t>(got));
  }
  return received_;
}

std::string RawClient::ReadAll() {
  char chunk[4096];
  for (;;) {
    const ssize_t got = recv(fd_.get(), chunk, sizeof(chunk), 0);
    if (got <= 0) return received_;
    received_.append(chunk, static_cast<size_t>(got));
  }
}

void RawClient::EndSending() { shutdown(fd_.get(), SHUT_WR); }

void RawClient::Reset() {
  const linger at_once = {1, 0};
  setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  fd_.reset();
}

bool ParseReplies(const std::string& bytes,
                  std::vector<HttpResponse>* replies) {
  size_t at = 0;
  while (at < bytes.size()) {
    beast_http::response_parser<beast_http::string_body> parser;
    parser.eager(true);
    parser.body_limit(boost::none);
    boost::system::error_code error;
    while (!parser.is_done() && !error) {
      const size_t used = parser.put(
          boost::asio::buffer(bytes.data() + at, bytes.size() - at), error);
      at += used;
      if (error == beast_http::error::need_more) error = {};
      if (used == 0) break;
    }
    if (!parser.is_done() && !error && parser.is_header_done() &&
        parser.need_eof()) {
      parser.put_eof(error);
    }
    if (error || !parser.is_done()) return false;
    HttpResponse reply;
    reply.status = static_cast<int>(parser.get().result_int());
    reply.keep_alive = parser.get().keep_alive();
    reply.body = parser.get().body();
    for (const auto& field : parser.get()) {
      reply.headers[absl::AsciiStrToLower(std::string(field.name_string()))] =
          std::string(field.value());
    }
    replies->push_back(reply);
  }
  return true;
}

}  // namespace hermes::gateway::http
