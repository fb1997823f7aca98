#include "tests/container/http_get.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <string>

namespace hermes::fixture {
namespace {

int Connect(int port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval patience = {10, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
    return fd;
  }
  close(fd);
  return -1;
}

std::string ReadToEnd(int fd) {
  std::string text;
  char buffer[4096];
  for (;;) {
    const ssize_t n = read(fd, buffer, sizeof buffer);
    if (n <= 0) return text;
    text.append(buffer, static_cast<size_t>(n));
  }
}

}  // namespace

HttpReply HttpGet(int port, const std::string& path,
                  const std::string& header) {
  HttpReply reply;
  const int fd = Connect(port);
  if (fd < 0) return reply;
  const std::string request =
      "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" +
      (header.empty() ? "" : header + "\r\n") + "\r\n";
  std::string text;
  if (send(fd, request.data(), request.size(), MSG_NOSIGNAL) > 0) {
    text = ReadToEnd(fd);
  }
  close(fd);
  const size_t space = text.find(' ');
  const size_t blank = text.find("\r\n\r\n");
  if (text.rfind("HTTP/1.", 0) != 0 || blank == std::string::npos) return reply;
  reply.status = atoi(text.c_str() + space + 1);
  reply.body = text.substr(blank + 4);
  return reply;
}

}  // namespace hermes::fixture
