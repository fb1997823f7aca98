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

// The system's files that connections use. Each is read when it is needed.
struct SystemFiles {
  std::string hosts = "/etc/hosts";
  std::string resolv_conf = "/etc/resolv.conf";
  uint16_t dns_port = 53;
  std::string ca_certificates = "/etc/ssl/certs/ca-certificates.crt";
};

// Opens connections to one upstream.
class Connector {
 public:
  Connector(const boost::asio::any_io_executor& executor, Url url,
            SystemFiles files, std::chrono::milliseconds timeout);

  // Connects to the host's addresses and uses the first connection that is
  // accepted, with TLS if the URL is https, within the timeout. `guard` can end
  // the call. Sets `connected` unless it returns an error.
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
  SslContextPointer tls_;  // created for the first TLS connection
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_CONNECTOR_H_
