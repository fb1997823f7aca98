#include "gateway/upstream/connection_pool.h"

#include <boost/system/error_code.hpp>
#include <utility>

namespace hermes::gateway::upstream {

ConnectionPool::ConnectionPool(const boost::asio::any_io_executor& executor,
                               Limits limits)
    : limits_(limits), timer_(executor) {}

void ConnectionPool::Put(std::unique_ptr<Transport> connection) {
  if (connection == nullptr) return;
  idle_.push_back({std::move(connection), Clock::now() + limits_.idle});
  if (idle_.size() > limits_.connections) idle_.pop_front();
  if (idle_.size() == 1) ArmTimer();
}

std::unique_ptr<Transport> ConnectionPool::Take() {
  while (!idle_.empty()) {
    std::unique_ptr<Transport> last = std::move(idle_.back().connection);
    idle_.pop_back();
    if (last->Quiet()) return last;
  }
  return nullptr;
}

void ConnectionPool::CloseOldOnes() {
  const Clock::time_point now = Clock::now();
  while (!idle_.empty() && idle_.front().until <= now) idle_.pop_front();
  if (!idle_.empty()) ArmTimer();
}

void ConnectionPool::ArmTimer() {
  timer_.expires_at(idle_.front().until);
  timer_.async_wait(
      [weak = weak_from_this()](const boost::system::error_code& cancelled) {
        const std::shared_ptr<ConnectionPool> pool = weak.lock();
        if (!cancelled && pool != nullptr) pool->CloseOldOnes();
      });
}

}  // namespace hermes::gateway::upstream
