#ifndef GATEWAY_UPSTREAM_CLIENT_H_
#define GATEWAY_UPSTREAM_CLIENT_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/upstream/call_guard.h"
#include "gateway/upstream/connection_pool.h"
#include "gateway/upstream/connector.h"
#include "gateway/upstream/error.h"
#include "gateway/upstream/exchange.h"
#include "gateway/upstream/url.h"

namespace hermes::gateway::upstream {

// Sends HTTP requests to one upstream and reuses its connections.
class Client {
 public:
  // If `api_key` is "", no key is sent.
  Client(const boost::asio::any_io_executor& executor, const Url& url,
         const std::string& api_key, SystemFiles files,
         std::chrono::milliseconds connect_timeout);

  // Returns the text of a request for `path` below the upstream's base path: a
  // POST of `body`, or a GET if `body` is empty.
  std::string Request(std::string_view path, std::string_view body) const;

  // Sends `request` and reads the reply's header. Once connected, the header
  // must arrive within `patience`. If a reused connection turns out to be
  // closed, tries once more with a new one. Sets `started` unless it returns an
  // error.
  boost::asio::awaitable<std::optional<Error>> Start(
      CallGuard& guard, std::string_view request,
      std::chrono::milliseconds patience, std::unique_ptr<Exchange>* started);

  // Takes back an exchange after the end of the answer, in order to reuse its
  // connection. If the reply's last bytes have not arrived yet, reads them in
  // the background for at most a second.
  void Finish(std::unique_ptr<Exchange> exchange);

 private:
  boost::asio::any_io_executor executor_;
  Connector connector_;
  std::string request_tail_;  // from after the target to the last header
  std::string base_path_;
  std::shared_ptr<ReadBuffer> buffer_;
  std::shared_ptr<ConnectionPool> pool_;
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_CLIENT_H_
