#include "gateway/lifecycle/stop_watcher.h"

#include <glog/logging.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <chrono>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/lifecycle/signal_source.h"
#include "gateway/lock/marker_files.h"
#include "gateway/loop/spawn.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;
using boost::system::error_code;

constexpr std::chrono::seconds kLookInterval{2};
// How long a SIGTERM's handling waits for the result of reading its marker.
constexpr std::chrono::seconds kPatience{2};

// Returns an inotify descriptor for files that are written or renamed into the
// directory `home_fd`. If it is invalid, errno has the reason.
UniqueFd OpenHomeWatch(int home_fd) {
  UniqueFd fd(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!fd.valid()) return fd;
  const std::string path = absl::StrCat("/proc/self/fd/", home_fd);
  if (inotify_add_watch(fd.get(), path.c_str(), IN_CLOSE_WRITE | IN_MOVED_TO) <
      0) {
    const int error = errno;
    fd.reset();
    errno = error;
  }
  return fd;
}

// The names do not matter, because the marker file itself is read afterwards.
void DiscardEvents(int fd) {
  char events[4096];
  while (read(fd, events, sizeof(events)) > 0) {
  }
}

}  // namespace

StopWatcher::StopWatcher(asio::io_context& io, Worker& worker, int signal_fd,
                         int home_fd, PidRecord self)
    : io_(io),
      worker_(worker),
      home_fd_(home_fd),
      self_(std::move(self)),
      planned_stop_(
          io, [this] { return ReadPlannedStop(); }, kPatience),
      marker_(
          io, [this] { return ReadMarker(); }, kPatience),
      signals_(io, signal_fd),
      home_events_(io),
      next_look_(io) {}

StopWatcher::~StopWatcher() { signals_.release(); }

const std::optional<StopProgress>& StopWatcher::Poll() {
  const bool hangs = worker_.busy_for() >= kPatience;
  while (const auto signal = ReadSignal(signals_.native_handle())) {
    const std::optional<StopEvent> event = Describe(*signal);
    if (!event.has_value()) continue;
    const bool may_be_marked = *event == StopEvent::kTerminate && !hangs;
    Note(*event,
         may_be_marked ? ConsumeMarker(home_fd_, self_) : Marker::kNone);
  }
  return progress_;
}

void StopWatcher::Start(std::function<void(const StopProgress&)> on_progress,
                        std::function<void()> on_dump) {
  on_progress_ = std::move(on_progress);
  on_dump_ = std::move(on_dump);
  OpenWatch();
  // Finds a marker that was written before the watch began.
  const Marker marker = ConsumePlannedStop(home_fd_, self_);
  if (marker != Marker::kNone) Note(StopEvent::kMarkerFound, marker);
  Spawn(io_, WatchSignals());
  Spawn(io_, WatchHome());
}

asio::awaitable<void> StopWatcher::WatchSignals() {
  error_code error;
  while (!error) {
    while (const auto signal = ReadSignal(signals_.native_handle())) {
      const std::optional<StopEvent> event = Describe(*signal);
      if (!event.has_value()) continue;
      std::optional<Marker> marker = Marker::kNone;
      if (*event == StopEvent::kTerminate) {
        given_up_ = false;
        marker = co_await marker_.Ask();
        given_up_ = !marker.has_value();
        if (given_up_) {
          LOG(WARNING) << "cannot read whether this stop was planned: "
                       << DescribeNoAnswer(marker_.silence());
        }
      }
      Note(*event, marker.value_or(Marker::kNone));
    }
    co_await signals_.async_wait(
        stream_descriptor::wait_read,
        asio::redirect_error(asio::use_awaitable, error));
  }
}

// Logs the signal. Returns the event for the verdict; std::nullopt if the
// signal requests no end.
std::optional<StopEvent> StopWatcher::Describe(const ReceivedSignal& signal) {
  const std::optional<StopEvent> event = EventFor(signal.signo);
  const std::string described = DescribeSignal(signal, CommOf(signal.sender));
  if (AsksForDump(signal.signo) && on_dump_ != nullptr) {
    LOG(INFO) << described << " requests a dump";
    on_dump_();
    return std::nullopt;
  }
  if (!event.has_value()) {
    LOG(INFO) << described << " has no effect";
    return std::nullopt;
  }
  // The log then shows which process ended the gateway.
  LOG(WARNING) << described << " requests an end";
  last_signal_ = described;
  return event;
}

void StopWatcher::OpenWatch() {
  UniqueFd watch = OpenHomeWatch(home_fd_);
  if (watch.valid()) return home_events_.assign(watch.release());
  PLOG(WARNING) << "looking every " << kLookInterval.count()
                << " s for a planned stop, because the kernel does not report "
                   "changes of this profile's directory (see "
                   "fs.inotify.max_user_instances)";
}

asio::awaitable<void> StopWatcher::WatchHome() {
  for (;;) {
    const bool changed = co_await AwaitHomeChange();
    if (!changed) co_return;
    // Asks again until the worker has looked for the marker: the kernel does
    // not report the same change again.
    for (;;) {
      const std::optional<Marker> marker = co_await planned_stop_.Ask();
      if (marker.has_value()) break;
      next_look_.expires_after(kLookInterval);
      error_code error;
      co_await next_look_.async_wait(
          asio::redirect_error(asio::use_awaitable, error));
      if (error) co_return;
    }
  }
}

// Returns false if waiting has failed or was cancelled.
asio::awaitable<bool> StopWatcher::AwaitHomeChange() {
  error_code error;
  if (home_events_.is_open()) {
    co_await home_events_.async_wait(
        stream_descriptor::wait_read,
        asio::redirect_error(asio::use_awaitable, error));
    if (!error) DiscardEvents(home_events_.native_handle());
  } else {
    next_look_.expires_after(kLookInterval);
    co_await next_look_.async_wait(
        asio::redirect_error(asio::use_awaitable, error));
  }
  co_return !error;
}

// Reading a marker removes it, so the result is recorded even if no coroutine
// waits for it any more.
asio::awaitable<std::optional<Marker>> StopWatcher::ReadPlannedStop() {
  const std::function<Marker()> read = [home_fd = home_fd_, self = self_] {
    return ConsumePlannedStop(home_fd, self);
  };
  const std::optional<Marker> marker = co_await worker_.Run<Marker>(read);
  if (marker.value_or(Marker::kNone) != Marker::kNone) {
    Note(StopEvent::kMarkerFound, *marker);
  }
  co_return marker;
}

asio::awaitable<std::optional<Marker>> StopWatcher::ReadMarker() {
  const std::function<Marker()> read = [home_fd = home_fd_, self = self_] {
    return ConsumeMarker(home_fd, self);
  };
  const std::optional<Marker> marker = co_await worker_.Run<Marker>(read);
  if (given_up_ && marker.value_or(Marker::kNone) != Marker::kNone) {
    Note(StopEvent::kMarkerFound, *marker);
  }
  co_return marker;
}

void StopWatcher::Note(StopEvent event, Marker marker) {
  progress_ = Advance(progress_, event, marker);
  if (on_progress_ != nullptr) on_progress_(*progress_);
}

}  // namespace hermes::gateway
