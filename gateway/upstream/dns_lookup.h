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

// Asks DNS once for the addresses of one name, on the loop: no thread, no
// blocking, and no module of libc. Search domains and the other settings are
// those that `resolv_conf` has now; its servers are asked at `port`.
class DnsLookup : public std::enable_shared_from_this<DnsLookup> {
 public:
  DnsLookup(const boost::asio::any_io_executor& executor,
            std::string resolv_conf, uint16_t port);
  DnsLookup(const DnsLookup&) = delete;
  DnsLookup& operator=(const DnsLookup&) = delete;
  ~DnsLookup();

  // Asks. Once one family's addresses are there, the other's are waited for a
  // moment only. Afterwards addresses() or error() tells.
  boost::asio::awaitable<void> Run(std::string name);

  // Ends a Run() at once.
  void Cancel();

  // IPv6 first, and the families in turn.
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
    bool reading = false, writing = false;  // waited for
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
  boost::asio::steady_timer retry_;     // when c-ares has to look at its time
  boost::asio::steady_timer progress_;  // what Run() waits for
  Query v6_;
  Query v4_;
  bool cancelled_ = false;
  std::string error_;
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_DNS_LOOKUP_H_
