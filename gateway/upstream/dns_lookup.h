#ifndef GATEWAY_UPSTREAM_DNS_LOOKUP_H_
#define GATEWAY_UPSTREAM_DNS_LOOKUP_H_

#include <ares.h>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hermes::gateway::upstream {

// Looks up the addresses of one name in DNS once, on the loop: without a
// thread, without blocking, and without modules of libc. Reads the servers,
// search domains and other settings from `resolv_conf`; asks the servers at
// `port`.
class DnsLookup : public std::enable_shared_from_this<DnsLookup> {
 public:
  DnsLookup(const boost::asio::any_io_executor& executor,
            std::string resolv_conf, uint16_t port);
  DnsLookup(const DnsLookup&) = delete;
  DnsLookup& operator=(const DnsLookup&) = delete;
  ~DnsLookup();

  // Runs the lookup. When the addresses of one family have arrived, waits for
  // the other family only 50 ms more. The result is in addresses(), or in
  // error() if there are none.
  boost::asio::awaitable<void> Run(std::string name);

  // Makes a pending Run() return at once.
  void Cancel();

  // Returns the addresses, alternately of both families, IPv6 first.
  std::vector<boost::asio::ip::address> addresses() const;
  const std::string& error() const { return error_; }

 private:
  struct Query {
    DnsLookup* lookup;
    bool done = false;
    std::vector<boost::asio::ip::address> found;
  };
  struct Socket {
    Socket(const boost::asio::any_io_executor& executor, int fd)
        : descriptor(executor, fd) {}
    boost::asio::posix::stream_descriptor descriptor;
    bool want_read = false, want_write = false;
    bool reading = false, writing = false;  // a wait is pending
  };

  static void OnSocket(void* self, int fd, int readable, int writable);
  static void OnAnswer(void* query, int status, int timeouts,
                       ares_addrinfo* found);

  bool Open();
  void Ask(const std::string& name, int family, Query* query);
  void Watch(const std::shared_ptr<Socket>& socket);
  void WatchFor(const std::shared_ptr<Socket>& socket, bool write);
  void Process(int read_fd, int write_fd);
  void ArmTimer();
  bool Finished() const;
  bool HasSome() const;

  boost::asio::any_io_executor executor_;
  std::string resolv_conf_;
  uint16_t port_;
  ares_channel channel_ = nullptr;
  std::map<int, std::shared_ptr<Socket>> sockets_;
  boost::asio::steady_timer retry_;     // expires when c-ares must run
  boost::asio::steady_timer progress_;  // cancelled to wake Run()
  Query v6_;
  Query v4_;
  bool cancelled_ = false;
  std::string error_;
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_DNS_LOOKUP_H_
