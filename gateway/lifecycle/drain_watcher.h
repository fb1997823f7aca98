#ifndef GATEWAY_LIFECYCLE_DRAIN_WATCHER_H_
#define GATEWAY_LIFECYCLE_DRAIN_WATCHER_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <string>

#include "gateway/lifecycle/drain_request.h"
#include "gateway/loop/look_up.h"
#include "gateway/loop/worker.h"

namespace hermes::gateway {

// Watches the home for a drain request. Polls once a second: this is the only
// way that also works if the file is written on another machine (NFS), and that
// notices when a request becomes too old. While the disk does not respond, the
// last request read remains in force. For one event loop.
class DrainWatcher {
 public:
  // `io`, and `worker`, whose thread reads the file, must outlive this;
  // `home_fd` must stay open until the process ends.
  DrainWatcher(boost::asio::io_context& io, Worker& worker, int home_fd,
               std::chrono::milliseconds interval = std::chrono::seconds(1));

  // Reads now, in this thread, and then periodically in the worker's thread.
  // Calls `on_change` whenever the result differs from the one before, starting
  // from "no request".
  void Start(std::function<void(const DrainRequest&)> on_change);

  // Returns the request as it was last read.
  const DrainRequest& request() const { return request_; }

 private:
  boost::asio::awaitable<void> Watch();
  void Update(const DrainRequest& request);
  void NoteSilence(bool answers);

  boost::asio::io_context& io_;
  int home_fd_;
  std::chrono::milliseconds interval_;
  std::string epoch_;
  LookUp<DrainRequest> look_up_;
  bool answers_ = true;  // whether the disk responded the last time
  DrainRequest request_;
  std::function<void(const DrainRequest&)> on_change_;
  boost::asio::steady_timer next_look_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_DRAIN_WATCHER_H_
