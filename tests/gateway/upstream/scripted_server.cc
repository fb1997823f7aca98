#include "tests/gateway/upstream/scripted_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <boost/json.hpp>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway::upstream {
namespace {

UniqueFd Listen(bool ipv6) {
  UniqueFd fd(socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  int bound;
  if (ipv6) {
    sockaddr_in6 at = {};
    at.sin6_family = AF_INET6;
    at.sin6_addr = in6addr_loopback;
    bound = bind(fd.get(), reinterpret_cast<sockaddr*>(&at), sizeof(at));
  } else {
    sockaddr_in at = {};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bound = bind(fd.get(), reinterpret_cast<sockaddr*>(&at), sizeof(at));
  }
  EXPECT_EQ(bound, 0);
  EXPECT_EQ(listen(fd.get(), 1024), 0);
  return fd;
}

uint16_t PortOf(int fd) {
  sockaddr_in6 at = {};  // sockaddr_in has the port at the same offset
  socklen_t size = sizeof(at);
  EXPECT_EQ(getsockname(fd, reinterpret_cast<sockaddr*>(&at), &size), 0);
  return ntohs(at.sin6_port);
}

}  // namespace

ServedConnection::ServedConnection(UniqueFd fd, SSL_CTX* tls)
    : fd_(std::move(fd)) {
  const timeval limit = {30, 0};
  setsockopt(fd_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
  setsockopt(fd_.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
  if (tls == nullptr) return;
  ssl_ = SSL_new(tls);
  SSL_set_fd(ssl_, fd_.get());
  ready_ = SSL_accept(ssl_) == 1;
}

ServedConnection::~ServedConnection() {
  if (ssl_ == nullptr) return;
  if (ready_ && fd_.valid()) SSL_shutdown(ssl_);
  SSL_free(ssl_);
}

int ServedConnection::Read(char* to, int size) {
  if (ssl_ != nullptr) return ready_ ? SSL_read(ssl_, to, size) : -1;
  return static_cast<int>(recv(fd_.get(), to, static_cast<size_t>(size), 0));
}

std::string ServedConnection::ReadRequest() {
  size_t wanted = std::string::npos;
  for (;;) {
    const size_t end = received_.find("\r\n\r\n");
    if (wanted == std::string::npos && end != std::string::npos) {
      const std::string head = absl::AsciiStrToLower(received_.substr(0, end));
      const size_t length = head.find("content-length: ");
      wanted = end + 4;
      if (length != std::string::npos) {
        wanted += std::strtoull(head.c_str() + length + 16, nullptr, 10);
      }
    }
    if (received_.size() >= wanted) break;
    char chunk[16384];
    const int got = Read(chunk, sizeof(chunk));
    if (got <= 0) return "";
    received_.append(chunk, static_cast<size_t>(got));
  }
  const std::string request = received_.substr(0, wanted);
  received_.erase(0, wanted);
  return request;
}

bool ServedConnection::Send(const std::string& bytes) {
  if (!ready_) return false;
  if (ssl_ != nullptr) {
    return SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0;
  }
  size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t put =
        send(fd_.get(), bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (put <= 0) return false;
    sent += static_cast<size_t>(put);
  }
  return true;
}

bool ServedConnection::WaitClosed() {
  char chunk[4096];
  int got;
  do {
    got = static_cast<int>(recv(fd_.get(), chunk, sizeof(chunk), 0));
  } while (got > 0);
  return got == 0 || errno == ECONNRESET;
}

void ServedConnection::Reset() {
  const linger at_once = {1, 0};
  setsockopt(fd_.get(), SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
  fd_.reset();
}

void ServedConnection::EndSending() { shutdown(fd_.get(), SHUT_WR); }

ScriptedServer::ScriptedServer(Script script, SSL_CTX* tls, bool ipv6)
    : script_(std::move(script)), tls_(tls), listener_(Listen(ipv6)) {
  port_ = PortOf(listener_.get());
  acceptor_ = std::thread([this] { Accept(); });
}

ScriptedServer::~ScriptedServer() {
  ending_ = true;
  shutdown(listener_.get(), SHUT_RDWR);
  acceptor_.join();
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const int fd : open_) shutdown(fd, SHUT_RDWR);
  }
  for (std::thread& script : scripts_) script.join();
}

std::string ScriptedServer::url() const {
  return absl::StrCat("http://127.0.0.1:", port_, "/v1");
}

// When OpenSSL writes to a closed connection, SIGPIPE is raised. It is blocked
// only for the threads of the scripts, which inherit the mask: the client under
// test must not depend on it.
void ScriptedServer::Accept() {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
  for (;;) {
    UniqueFd fd(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!fd.valid()) return;
    const int number = connections_++;
    const std::lock_guard<std::mutex> lock(mutex_);
    if (ending_) return;
    const int raw = fd.get();
    const auto at = open_.insert(open_.end(), raw);
    scripts_.emplace_back([this, at, number, raw]() {
      ServedConnection connection{UniqueFd(raw), tls_};
      script_(connection, number);
      const std::lock_guard<std::mutex> own(mutex_);
      open_.erase(at);
    });
    fd.release();
  }
}

std::string Reply(const std::string& status, const std::string& type,
                  const std::string& body, const std::string& headers) {
  return absl::StrCat("HTTP/1.1 ", status, "\r\nContent-Type: ", type,
                      "\r\nContent-Length: ", body.size(), "\r\n", headers,
                      "\r\n", body);
}

std::string StreamHead() {
  return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
         "Transfer-Encoding: chunked\r\n\r\n";
}

std::string Chunk(const std::string& bytes) {
  return absl::StrCat(absl::Hex(bytes.size()), "\r\n", bytes, "\r\n");
}

std::string LastChunk() { return "0\r\n\r\n"; }

std::string TextEvent(const std::string& text) {
  return absl::StrCat(
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":",
      boost::json::serialize(boost::json::string(text)), "}}]}\n\n");
}

std::string StopEvent() {
  return "data: {\"choices\":[{\"index\":0,\"delta\":{},"
         "\"finish_reason\":\"stop\"}]}\n\n";
}

std::string DoneEvent() { return "data: [DONE]\n\n"; }

}  // namespace hermes::gateway::upstream
