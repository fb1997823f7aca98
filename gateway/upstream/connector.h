#ifndef GATEWAY_UPSTREAM_CONNECTOR_H_
#define GATEWAY_UPSTREAM_CONNECTOR_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gateway/upstream/call_guard.h"
#include "gateway/upstream/error.h"
#include "gateway/upstream/tls_context.h"
#include "gateway/upstream/transport.h"
#include "gateway/upstream/url.h"

namespace hermes::gateway::upstream {

// What of the system connections depend on; each file is read when it is
// needed.
struct SystemFiles {
  std::string hosts = "/etc/hosts";
  std::string resolv_conf = "/etc/resolv.conf";
  uint16_t dns_port = 53;
  std::string ca_certificates = "/etc/ssl/certs/ca-certificates.crt";
};

// Makes connections to one upstream.
class Connector {
 public:
  Connector(const boost::asio::any_io_executor& executor, Url url,
            SystemFiles files, std::chrono::milliseconds timeout);

  // Connects, by way of whichever of the host's addresses takes it first, and
  // through TLS if the URL says so, within the time given. What `guard` ends
  // has ended here too. `connected` is set if nothing is returned.
  boost::asio::awaitable<std::optional<Error>> Connect(
      CallGuard& guard, std::unique_ptr<Transport>* connected);

 private:
  using Addresses = std::vector<boost::asio::ip::address>;

  boost::asio::awaitable<std::optional<Error>> Reach(
      CallGuard& guard, std::unique_ptr<Transport>* connected);
  boost::asio::awaitable<std::optional<Error>> Resolve(CallGuard& guard,
                                                       Addresses* addresses);
  boost::asio::awaitable<std::optional<Error>> Race(
      CallGuard& guard, const Addresses& addresses,
      boost::asio::ip::tcp::socket* winner);
  boost::asio::awaitable<std::optional<Error>> Handshake(CallGuard& guard,
                                                         Transport& transport);
  std::optional<Error> StartTls(Transport& transport);

  boost::asio::any_io_executor executor_;
  Url url_;
  SystemFiles files_;
  std::chrono::milliseconds timeout_;
  SslContextPointer tls_;  // made when it is first needed
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_CONNECTOR_H_
