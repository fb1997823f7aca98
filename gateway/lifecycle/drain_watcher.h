#ifndef GATEWAY_LIFECYCLE_DRAIN_WATCHER_H_
#define GATEWAY_LIFECYCLE_DRAIN_WATCHER_H_

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <string>

#include "gateway/lifecycle/drain_request.h"

namespace hermes::gateway {

// Watches the home for a drain request. Looks each second: the one way that
// also works where the file is made on another machine (NFS), and that notices
// when a request grows too old. For one thread.
class DrainWatcher {
 public:
  // `io` and `home_fd` must outlive this.
  DrainWatcher(boost::asio::io_context& io, int home_fd,
               std::chrono::milliseconds interval = std::chrono::seconds(1));

  // Looks now and from now on, and calls `on_change` whenever the answer is
  // another one than before, beginning with "no request".
  void Start(std::function<void(const DrainRequest&)> on_change);

  // As it was at the last look.
  const DrainRequest& request() const { return request_; }

 private:
  void Look();

  int home_fd_;
  std::chrono::milliseconds interval_;
  std::string epoch_;
  DrainRequest request_;
  std::function<void(const DrainRequest&)> on_change_;
  boost::asio::steady_timer next_look_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_DRAIN_WATCHER_H_
