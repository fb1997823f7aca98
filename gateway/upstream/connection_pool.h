#ifndef GATEWAY_UPSTREAM_CONNECTION_POOL_H_
#define GATEWAY_UPSTREAM_CONNECTION_POOL_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <memory>

#include "gateway/upstream/transport.h"

namespace hermes::gateway::upstream {

// Connections to one upstream that stay open some seconds for a next request.
// Owned through a shared_ptr.
class ConnectionPool : public std::enable_shared_from_this<ConnectionPool> {
 public:
  struct Limits {
    size_t connections = 16;
    std::chrono::milliseconds idle = std::chrono::seconds(10);
  };

  ConnectionPool(const boost::asio::any_io_executor& executor, Limits limits);
  ConnectionPool(const ConnectionPool&) = delete;
  ConnectionPool& operator=(const ConnectionPool&) = delete;

  // Adds `connection`, and closes the oldest one if there are too many. Ignores
  // null.
  void Put(std::unique_ptr<Transport> connection);
  // Removes and returns the newest connection that is still usable; null if
  // there is none.
  std::unique_ptr<Transport> Take();

  size_t size() const { return idle_.size(); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Idle {
    std::unique_ptr<Transport> connection;
    Clock::time_point until;
  };

  void CloseOldOnes();
  void ArmTimer();

  const Limits limits_;
  boost::asio::steady_timer timer_;
  std::deque<Idle> idle_;  // the oldest first
};

}  // namespace hermes::gateway::upstream

#endif  // GATEWAY_UPSTREAM_CONNECTION_POOL_H_
