#include "gateway/lifecycle/drain_watcher.h"

#include <utility>

namespace hermes::gateway {

DrainWatcher::DrainWatcher(boost::asio::io_context& io, int home_fd,
                           std::chrono::milliseconds interval)
    : home_fd_(home_fd),
      interval_(interval),
      epoch_(OwnDrainEpoch()),
      next_look_(io) {}

void DrainWatcher::Start(std::function<void(const DrainRequest&)> on_change) {
  on_change_ = std::move(on_change);
  Look();
}

void DrainWatcher::Look() {
  next_look_.expires_after(interval_);
  next_look_.async_wait([this](const boost::system::error_code& error) {
    if (!error) Look();
  });
  DrainRequest request = ReadDrainRequest(home_fd_, epoch_);
  if (request == request_) return;
  request_ = std::move(request);
  on_change_(request_);
}

}  // namespace hermes::gateway
