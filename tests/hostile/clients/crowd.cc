#include "tests/hostile/clients/crowd.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cerrno>
#include <chrono>
#include <utility>

namespace hermes::gateway {
namespace {

// How many bytes a client without a pause sends in one call.
constexpr size_t kPiece = size_t{16} * 1024;
constexpr std::chrono::milliseconds kPause{5};

void AllowDescriptors() {
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

std::string Repeated(const std::string& text) {
  std::string repeated = text;
  while (!text.empty() && repeated.size() < kPiece) repeated += text;
  return repeated;
}

bool IsOver(ssize_t result) {
  return result == 0 || (result < 0 && errno != EAGAIN && errno != ENOTCONN);
}

}  // namespace

Crowd::Crowd(uint16_t port, size_t clients, std::vector<Behaviour> behaviours)
    : port_(port), behaviours_([&] {
        for (Behaviour& behaviour : behaviours) {
          behaviour.endless = Repeated(behaviour.endless);
        }
        return std::move(behaviours);
      }()) {
  AllowDescriptors();
  for (size_t i = 0; i < clients; ++i) {
    Client client;
    client.behaviour = &behaviours_[i % behaviours_.size()];
    clients_.push_back(std::move(client));
  }
  thread_ = std::thread([this] { Run(); });
}

Crowd::~Crowd() {
  over_ = true;
  thread_.join();
}

void Crowd::Run() {
  while (!over_) {
    const int64_t before = bytes_sent_;
    for (Client& client : clients_) {
      if (!client.fd.valid()) Connect(client);
      if (client.fd.valid()) Act(client);
      if (over_) return;
    }
    if (bytes_sent_ == before) std::this_thread::sleep_for(kPause);
  }
}

void Crowd::Connect(Client& client) {
  UniqueFd fd(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  ASSERT_TRUE(fd.valid()) << errno;
  const int buffer = 4096;
  if (!client.behaviour->reads) {
    setsockopt(fd.get(), SOL_SOCKET, SO_RCVBUF, &buffer, sizeof(buffer));
  }
  sockaddr_in to = {};
  to.sin_family = AF_INET;
  to.sin_port = htons(port_);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int result =
      connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof(to));
  if (result != 0 && errno != EINPROGRESS) return;
  client.fd = std::move(fd);
  client.sent = 0;
  client.half_closed = false;
  ++connects_;
}

void Crowd::Act(Client& client) {
  if (!Read(client) || !Send(client)) client.fd.reset();
}

bool Crowd::Read(Client& client) const {
  char bytes[4096];
  if (!client.behaviour->reads) {
    // Detects the end of the connection without reading anything.
    return !IsOver(recv(client.fd.get(), bytes, 1, MSG_PEEK | MSG_DONTWAIT));
  }
  for (;;) {
    const ssize_t got = recv(client.fd.get(), bytes, sizeof(bytes), 0);
    if (got <= 0) return !IsOver(got);
  }
}

bool Crowd::Send(Client& client) {
  const Behaviour& does = *client.behaviour;
  const bool starts = client.sent < does.start.size();
  const std::string& text = starts ? does.start : does.endless;
  const size_t from = starts ? client.sent : 0;
  const size_t most = !starts && does.drips ? 1 : text.size() - from;
  if (most == 0 || client.half_closed) return true;
  const ssize_t put =
      send(client.fd.get(), text.data() + from, most, MSG_NOSIGNAL);
  if (put < 0) return errno == EAGAIN || errno == ENOTCONN;
  if (starts) client.sent += static_cast<size_t>(put);
  if (!does.drips) bytes_sent_ += put;
  if (does.half_closes && client.sent == does.start.size()) {
    shutdown(client.fd.get(), SHUT_WR);
    client.half_closed = true;
  }
  return true;
}

}  // namespace hermes::gateway
