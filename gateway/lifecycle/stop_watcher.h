#ifndef GATEWAY_LIFECYCLE_STOP_WATCHER_H_
#define GATEWAY_LIFECYCLE_STOP_WATCHER_H_

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <optional>
#include <string>

#include "gateway/lifecycle/verdict.h"
#include "gateway/lock/pid_record.h"

namespace hermes::gateway {

// Watches for what ends a gateway: signals, and planned-stop markers in its
// home. Tells of each change once; for one thread.
class StopWatcher {
 public:
  // `signal_fd` is OpenSignalFd()'s and stays the caller's; `home_fd` and
  // `io` must outlive this.
  StopWatcher(boost::asio::io_context& io, int signal_fd, int home_fd,
              PidRecord self);
  ~StopWatcher();

  // What is known so far, with the signals that are pending right now.
  const std::optional<StopProgress>& Poll();

  // The last signal that asked for an end, and who sent it; "" if none did.
  const std::string& last_signal() const { return last_signal_; }

  // Calls `on_progress` at each event from now on, and `on_dump` whenever a
  // signal asks for a dump.
  void Start(std::function<void(const StopProgress&)> on_progress,
             std::function<void()> on_dump);

 private:
  void WaitForSignal();
  void WatchHome();
  void WaitForHomeEvent();
  void WaitForNextLook();
  void LookForMarker();
  void ReadSignals();
  void Note(StopEvent event, Marker marker);

  int home_fd_;
  PidRecord self_;
  std::optional<StopProgress> progress_;
  std::string last_signal_;
  std::function<void(const StopProgress&)> on_progress_;
  std::function<void()> on_dump_;
  boost::asio::posix::stream_descriptor signals_;
  boost::asio::posix::stream_descriptor home_events_;  // inotify
  boost::asio::steady_timer next_look_;  // where there is no inotify
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_STOP_WATCHER_H_
