#include "tests/container/http_stream.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <chrono>
#include <string>

namespace hermes::fixture {
namespace {

constexpr std::chrono::seconds kPatience{60};

}  // namespace

HttpStream::HttpStream(int port, const std::string& path,
                       const std::string& headers, const std::string& body)
    : fd_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience = {30, 0};
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const std::string request =
      "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" +
      headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
      body;
  // An error here shows when the test waits for the response.
  if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) ==
      0) {
    send(fd_, request.data(), request.size(), MSG_NOSIGNAL);
  }
}

HttpStream::~HttpStream() { close(fd_); }

long HttpStream::ReadSome() {
  char buffer[4096];
  const ssize_t n = read(fd_, buffer, sizeof buffer);
  if (n > 0) received_.append(buffer, static_cast<size_t>(n));
  return n;
}

bool HttpStream::WaitFor(const std::string& text) {
  // A read time-out alone is not enough: a stream with keep-alives is never
  // silent.
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (received_.find(text) == std::string::npos) {
    if (ReadSome() <= 0) return false;
    if (std::chrono::steady_clock::now() > deadline) return false;
  }
  return true;
}

bool HttpStream::WaitForEnd() {
  long n;
  do {
    n = ReadSome();
  } while (n > 0);
  return n == 0;
}

}  // namespace hermes::fixture
