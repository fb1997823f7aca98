#include "gateway/lifecycle/stop_watcher.h"

#include <glog/logging.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/files/unique_fd.h"
#include "gateway/lifecycle/received_signal.h"
#include "gateway/lifecycle/signal_source.h"
#include "gateway/marker/marker_files.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using asio::posix::stream_descriptor;
using boost::system::error_code;

constexpr std::chrono::seconds kLookInterval{2};

// An inotify descriptor for files that are written or renamed into the
// directory `home_fd`; without a descriptor, errno is why there is none.
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

// Which files they were does not matter: the marker itself is looked at.
void DiscardEvents(int fd) {
  char events[4096];
  while (read(fd, events, sizeof(events)) > 0) {
  }
}

}  // namespace

StopWatcher::StopWatcher(asio::io_context& io, int signal_fd, int home_fd,
                         PidRecord self)
    : home_fd_(home_fd),
      self_(std::move(self)),
      signals_(io, signal_fd),
      home_events_(io),
      next_look_(io) {}

StopWatcher::~StopWatcher() { signals_.release(); }

const std::optional<StopProgress>& StopWatcher::Poll() {
  ReadSignals();
  return progress_;
}

void StopWatcher::Start(std::function<void(const StopProgress&)> on_progress,
                        std::function<void()> on_dump) {
  on_progress_ = std::move(on_progress);
  on_dump_ = std::move(on_dump);
  WaitForSignal();
  WatchHome();
  // One that was written before the watch began.
  LookForMarker();
}

void StopWatcher::WaitForSignal() {
  signals_.async_wait(stream_descriptor::wait_read,
                      [this](const error_code& error) {
                        if (error) return;
                        ReadSignals();
                        WaitForSignal();
                      });
}

void StopWatcher::ReadSignals() {
  while (const auto signal = ReadSignal(signals_.native_handle())) {
    const std::optional<StopEvent> event = EventFor(signal->signo);
    const std::string described =
        DescribeSignal(*signal, CommOf(signal->sender));
    if (AsksForDump(signal->signo) && on_dump_ != nullptr) {
      LOG(INFO) << described << " asks for a dump";
      on_dump_();
      continue;
    }
    if (!event.has_value()) {
      LOG(INFO) << described << " has no effect";
      continue;
    }
    // Whoever finds the gateway ended finds here who did it.
    LOG(WARNING) << described << " asks for an end";
    last_signal_ = described;
    const bool may_be_marked = *event == StopEvent::kTerminate;
    Note(*event,
         may_be_marked ? ConsumeMarker(home_fd_, self_) : Marker::kNone);
  }
}

void StopWatcher::WatchHome() {
  UniqueFd watch = OpenHomeWatch(home_fd_);
  if (!watch.valid()) {
    PLOG(WARNING)
        << "looking every " << kLookInterval.count()
        << " s for a planned stop, because the kernel does not report "
           "changes of this profile's directory (see "
           "fs.inotify.max_user_instances)";
    return WaitForNextLook();
  }
  home_events_.assign(watch.release());
  WaitForHomeEvent();
}

void StopWatcher::WaitForHomeEvent() {
  home_events_.async_wait(stream_descriptor::wait_read,
                          [this](const error_code& error) {
                            if (error) return;
                            DiscardEvents(home_events_.native_handle());
                            LookForMarker();
                            WaitForHomeEvent();
                          });
}

void StopWatcher::WaitForNextLook() {
  next_look_.expires_after(kLookInterval);
  next_look_.async_wait([this](const error_code& error) {
    if (error) return;
    LookForMarker();
    WaitForNextLook();
  });
}

void StopWatcher::LookForMarker() {
  const Marker marker = ConsumePlannedStop(home_fd_, self_);
  if (marker != Marker::kNone) Note(StopEvent::kMarkerFound, marker);
}

void StopWatcher::Note(StopEvent event, Marker marker) {
  progress_ = Advance(progress_, event, marker);
  if (on_progress_ != nullptr) on_progress_(*progress_);
}

}  // namespace hermes::gateway
