#include "gateway/upstream/dns_lookup.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <array>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>
#include <chrono>
#include <cstring>
#include <utility>

namespace hermes::gateway::upstream {
namespace {

namespace asio = boost::asio;
using asio::ip::address;
using boost::system::error_code;

// How long to wait for the second family after the first one has answered (the
// value is from RFC 8305).
constexpr std::chrono::milliseconds kSecondFamilyGrace{50};
constexpr int kAttemptMs = 2000;
constexpr int kAttempts = 3;

bool LibraryReady() {
  static const bool ready =
      ares_library_init(ARES_LIB_INIT_ALL) == ARES_SUCCESS;
  return ready;
}

address ToAddress(const ares_addrinfo_node& node) {
  if (node.ai_family == AF_INET6) {
    sockaddr_in6 v6;
    std::memcpy(&v6, node.ai_addr, sizeof(v6));
    std::array<unsigned char, 16> bytes;
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return asio::ip::address_v6(bytes);
  }
  sockaddr_in v4;
  std::memcpy(&v4, node.ai_addr, sizeof(v4));
  return asio::ip::address_v4(ntohl(v4.sin_addr.s_addr));
}

}  // namespace

DnsLookup::DnsLookup(const asio::any_io_executor& executor,
                     std::string resolv_conf, uint16_t port)
    : executor_(executor),
      resolv_conf_(std::move(resolv_conf)),
      port_(port),
      retry_(executor),
      progress_(executor),
      v6_{this, false, {}},
      v4_{this, false, {}} {}

DnsLookup::~DnsLookup() {
  cancelled_ = true;
  if (channel_ != nullptr) ares_destroy(channel_);
}

asio::awaitable<void> DnsLookup::Run(std::string name) {
  const auto self = shared_from_this();
  if (!Open()) co_return;
  Ask(name, AF_INET6, &v6_);
  Ask(name, AF_INET, &v4_);
  ArmTimer();
  bool graced = false;
  while (!Finished() && !(graced && HasSome())) {
    if (HasSome()) {
      graced = true;
      progress_.expires_after(kSecondFamilyGrace);
    } else {
      progress_.expires_at(asio::steady_timer::time_point::max());
    }
    error_code ignored;
    co_await progress_.async_wait(
        asio::redirect_error(asio::use_awaitable, ignored));
  }
  Cancel();
}

void DnsLookup::Cancel() {
  if (std::exchange(cancelled_, true)) return;
  retry_.cancel();
  progress_.cancel();
  if (channel_ != nullptr) ares_cancel(channel_);
}

std::vector<address> DnsLookup::addresses() const {
  std::vector<address> all;
  const size_t most = std::max(v6_.found.size(), v4_.found.size());
  for (size_t i = 0; i < most; ++i) {
    if (i < v6_.found.size()) all.push_back(v6_.found[i]);
    if (i < v4_.found.size()) all.push_back(v4_.found[i]);
  }
  return all;
}

bool DnsLookup::Open() {
  ares_options options = {};
  options.resolvconf_path = resolv_conf_.data();
  options.udp_port = port_;
  options.tcp_port = port_;
  options.timeout = kAttemptMs;
  options.tries = kAttempts;
  char dns_only[] = "b";
  options.lookups = dns_only;
  options.sock_state_cb = &DnsLookup::OnSocket;
  options.sock_state_cb_data = this;
  const int status =
      LibraryReady()
          ? ares_init_options(&channel_, &options,
                              ARES_OPT_RESOLVCONF | ARES_OPT_UDP_PORT |
                                  ARES_OPT_TCP_PORT | ARES_OPT_TIMEOUTMS |
                                  ARES_OPT_TRIES | ARES_OPT_LOOKUPS |
                                  ARES_OPT_SOCK_STATE_CB)
          : ARES_ENOTINITIALIZED;
  if (status == ARES_SUCCESS) return true;
  channel_ = nullptr;
  error_ = ares_strerror(status);
  return false;
}

void DnsLookup::Ask(const std::string& name, int family, Query* query) {
  ares_addrinfo_hints hints = {};
  hints.ai_family = family;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = ARES_AI_NOSORT;
  ares_getaddrinfo(channel_, name.c_str(), nullptr, &hints,
                   &DnsLookup::OnAnswer, query);
}

void DnsLookup::OnAnswer(void* query, int status, int /*timeouts*/,
                         ares_addrinfo* found) {
  auto* const answered = static_cast<Query*>(query);
  DnsLookup* const self = answered->lookup;
  answered->done = true;
  if (status == ARES_SUCCESS && found != nullptr) {
    for (auto* node = found->nodes; node != nullptr; node = node->ai_next) {
      answered->found.push_back(ToAddress(*node));
    }
  } else if (!self->cancelled_) {
    // "No addresses of this family" does not replace the error of the other
    // family.
    if (self->error_.empty() || status != ARES_ENODATA) {
      self->error_ = ares_strerror(status);
    }
  }
  if (found != nullptr) ares_freeaddrinfo(found);
  if (!self->cancelled_) self->progress_.cancel();
}

// c-ares calls this with the events that it needs for a socket, and with none
// just before it closes the socket.
void DnsLookup::OnSocket(void* self, int fd, int readable, int writable) {
  auto* const lookup = static_cast<DnsLookup*>(self);
  const auto known = lookup->sockets_.find(fd);
  if (readable == 0 && writable == 0) {
    if (known == lookup->sockets_.end()) return;
    known->second->descriptor.release();
    lookup->sockets_.erase(known);
    return;
  }
  auto& socket = lookup->sockets_[fd];
  if (socket == nullptr) {
    socket = std::make_shared<Socket>(lookup->executor_, fd);
  }
  socket->want_read = readable != 0;
  socket->want_write = writable != 0;
  lookup->Watch(socket);
}

void DnsLookup::Watch(const std::shared_ptr<Socket>& socket) {
  if (socket->want_read && !socket->reading) WatchFor(socket, false);
  if (socket->want_write && !socket->writing) WatchFor(socket, true);
}

void DnsLookup::WatchFor(const std::shared_ptr<Socket>& socket, bool write) {
  (write ? socket->writing : socket->reading) = true;
  socket->descriptor.async_wait(
      write ? asio::posix::stream_descriptor::wait_write
            : asio::posix::stream_descriptor::wait_read,
      [weak = weak_from_this(), socket, write](const error_code& error) {
        (write ? socket->writing : socket->reading) = false;
        const auto self = weak.lock();
        if (error || self == nullptr || self->cancelled_) return;
        if (!socket->descriptor.is_open()) return;
        const int fd = socket->descriptor.native_handle();
        self->Process(write ? ARES_SOCKET_BAD : fd,
                      write ? fd : ARES_SOCKET_BAD);
        if (socket->descriptor.is_open()) self->Watch(socket);
      });
}

void DnsLookup::Process(int read_fd, int write_fd) {
  ares_process_fd(channel_, read_fd, write_fd);
  ArmTimer();
}

void DnsLookup::ArmTimer() {
  timeval room;
  if (cancelled_ || ares_timeout(channel_, nullptr, &room) == nullptr) return;
  retry_.expires_after(std::chrono::seconds(room.tv_sec) +
                       std::chrono::microseconds(room.tv_usec));
  retry_.async_wait([weak = weak_from_this()](const error_code& error) {
    const auto self = weak.lock();
    if (error || self == nullptr || self->cancelled_) return;
    self->Process(ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  });
}

bool DnsLookup::Finished() const {
  return cancelled_ || (v6_.done && v4_.done);
}

bool DnsLookup::HasSome() const {
  return !v6_.found.empty() || !v4_.found.empty();
}

}  // namespace hermes::gateway::upstream
