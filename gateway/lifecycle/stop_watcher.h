#ifndef GATEWAY_LIFECYCLE_STOP_WATCHER_H_
#define GATEWAY_LIFECYCLE_STOP_WATCHER_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <optional>
#include <string>

#include "gateway/lifecycle/received_signal.h"
#include "gateway/lifecycle/verdict.h"
#include "gateway/loop/look_up.h"
#include "gateway/loop/worker.h"
#include "gateway/state/pid_record.h"

namespace hermes::gateway {

// Watches for requests to end a gateway: signals, and planned-stop markers in
// its home. Reports each change once. A signal does not wait for a disk that
// does not respond: SIGTERM then counts as one without a marker, and a marker
// that is read later is reported at that time. For one event loop.
class StopWatcher {
 public:
  // `signal_fd` is from OpenSignalFd(); the caller keeps ownership. `io`, and
  // `worker`, whose thread reads markers, must outlive this; `home_fd` must
  // stay open until the process ends.
  StopWatcher(boost::asio::io_context& io, Worker& worker, int signal_fd,
              int home_fd, PidRecord self);
  ~StopWatcher();

  // Returns the progress so far, including signals that are pending now. Reads
  // markers in this thread unless the worker's thread is already reading one.
  // For use while the loop does not run.
  const std::optional<StopProgress>& Poll();

  // Describes the last signal that requested an end, with its sender; "" if
  // there was none.
  const std::string& last_signal() const { return last_signal_; }

  // Looks for a marker in this thread. From now on calls `on_progress` at each
  // event, and `on_dump` whenever a signal requests a dump.
  void Start(std::function<void(const StopProgress&)> on_progress,
             std::function<void()> on_dump);

 private:
  boost::asio::awaitable<void> WatchSignals();
  boost::asio::awaitable<void> WatchHome();
  boost::asio::awaitable<bool> AwaitHomeChange();
  boost::asio::awaitable<std::optional<Marker>> ReadPlannedStop();
  boost::asio::awaitable<std::optional<Marker>> ReadMarker();
  void OpenWatch();
  std::optional<StopEvent> Describe(const ReceivedSignal& signal);
  void Note(StopEvent event, Marker marker);

  boost::asio::io_context& io_;
  Worker& worker_;
  int home_fd_;
  PidRecord self_;
  LookUp<Marker> planned_stop_;
  LookUp<Marker> marker_;
  // True if the last SIGTERM was handled before its marker had been read.
  bool given_up_ = false;
  std::optional<StopProgress> progress_;
  std::string last_signal_;
  std::function<void(const StopProgress&)> on_progress_;
  std::function<void()> on_dump_;
  boost::asio::posix::stream_descriptor signals_;
  boost::asio::posix::stream_descriptor home_events_;  // inotify
  boost::asio::steady_timer next_look_;  // used if inotify is not available
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LIFECYCLE_STOP_WATCHER_H_
