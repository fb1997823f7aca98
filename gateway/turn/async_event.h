#ifndef GATEWAY_TURN_ASYNC_EVENT_H_
#define GATEWAY_TURN_ASYNC_EVENT_H_

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "gateway/turn/turn_stop.h"

namespace hermes::gateway {

// An event that happens once and for which coroutines of one event loop wait.
// Must outlive the coroutines that wait.
class AsyncEvent {
 public:
  explicit AsyncEvent(const boost::asio::any_io_executor& executor)
      : timer_(executor, boost::asio::steady_timer::time_point::max()) {}

  void Set() {
    is_set_ = true;
    timer_.cancel();
  }
  bool is_set() const { return is_set_; }

  // Returns once the event is set or `stop` is requested.
  boost::asio::awaitable<void> Wait(TurnStop& stop) {
    const TurnStop::Registration wake =
        stop.OnRequest([this] { timer_.cancel(); });
    while (!is_set_ && !stop.requested()) {
      boost::system::error_code
          cancelled;  // ignored: cancelling wakes this wait
      co_await timer_.async_wait(
          boost::asio::redirect_error(boost::asio::use_awaitable, cancelled));
    }
  }

 private:
  boost::asio::steady_timer timer_;
  bool is_set_ = false;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_ASYNC_EVENT_H_
