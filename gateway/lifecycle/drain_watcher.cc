#include "gateway/lifecycle/drain_watcher.h"

#include <glog/logging.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>
#include <utility>

#include "gateway/loop/spawn.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kPatience{2};

}  // namespace

DrainWatcher::DrainWatcher(asio::io_context& io, Worker& worker, int home_fd,
                           std::chrono::milliseconds interval)
    : io_(io),
      home_fd_(home_fd),
      interval_(interval),
      epoch_(OwnDrainEpoch()),
      look_up_(
          io, worker,
          [home_fd, epoch = epoch_] {
            return ReadDrainRequest(home_fd, epoch);
          },
          kPatience),
      next_look_(io) {}

void DrainWatcher::Start(std::function<void(const DrainRequest&)> on_change) {
  on_change_ = std::move(on_change);
  // Read before the first client is served.
  Update(ReadDrainRequest(home_fd_, epoch_));
  Spawn(io_, Watch());
}

asio::awaitable<void> DrainWatcher::Watch() {
  for (;;) {
    next_look_.expires_after(interval_);
    boost::system::error_code error;
    co_await next_look_.async_wait(
        asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    const std::optional<DrainRequest> request = co_await look_up_.Ask();
    NoteSilence(request.has_value());
    if (request.has_value()) Update(*request);
  }
}

void DrainWatcher::Update(const DrainRequest& request) {
  if (request == request_) return;
  request_ = request;
  on_change_(request_);
}

void DrainWatcher::NoteSilence(bool answers) {
  if (std::exchange(answers_, answers) == answers) return;
  if (answers) {
    LOG(WARNING) << "this profile's directory can be read again";
    return;
  }
  LOG(WARNING) << "this profile's directory cannot be read: "
               << DescribeNoAnswer(look_up_.silence())
               << "; requests for a drain and planned stops are not noticed, "
                  "and turns use SOUL.md as it was last read";
}

}  // namespace hermes::gateway
