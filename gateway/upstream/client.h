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

// Sends HTTP requests to one upstream and keeps its connections.
class Client {
 public:
  // `api_key` "": none is sent.
  Client(const boost::asio::any_io_executor& executor, const Url& url,
         const std::string& api_key, SystemFiles files,
         std::chrono::milliseconds connect_timeout);

  // A request for `path` below the upstream's base path, with its header.
  // A POST of `body` if there is one, else a GET.
  std::string Request(std::string_view path, std::string_view body) const;

  // Sends `request` and reads the reply's header, for which, once connected,
  // the upstream has `patience`. A connection that was kept and turns out to be
  // closed is replaced by a new one, once. `started` is set if nothing is
  // returned.
  boost::asio::awaitable<std::optional<Error>> Start(
      CallGuard& guard, std::string_view request,
      std::chrono::milliseconds patience, std::unique_ptr<Exchange>* started);

  // Takes back an exchange whose reply has been seen to its end, in order to
  // use the connection again. Bytes that only close the reply are awaited for
  // a moment, by nobody.
  void Finish(std::unique_ptr<Exchange> exchange);

 private:
  boost::asio::any_io_executor executor_;
  Connector connector_;
  std::string request_tail_;  // from behind the target to the last header
  std::string base_path_;
  std::shared_ptr<ReadBuffer> buffer_;
  std::shared_ptr<ConnectionPool> pool_;
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_CLIENT_H_
