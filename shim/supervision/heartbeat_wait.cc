#include "shim/supervision/heartbeat_wait.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <charconv>
#include <string>

#include "shim/base/signals.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

// One notice with the longest name there is.
constexpr size_t kNoticeSize = sizeof(inotify_event) + 256;

UniqueFd WatchDirectory(const std::string& directory) {
  UniqueFd watch(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  // A record is put in place by a rename.
  if (watch.valid() &&
      inotify_add_watch(watch.get(), directory.c_str(),
                        IN_MOVED_TO | IN_ONLYDIR | IN_DONT_FOLLOW) < 0) {
    watch.reset();
  }
  return watch;
}

}  // namespace

HeartbeatWait::HeartbeatWait(const std::string& slot_directory) {
  const std::string data = slot_directory + "/" + kDataDirectory;
  data_.reset(
      open(data.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (data_.valid()) watch_ = WatchDirectory(data);
  if (!watch_.valid()) return;
  const sigset_t waited = WaitedSignals();
  signals_.reset(signalfd(-1, &waited, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!signals_.valid()) watch_.reset();
}

HeartbeatEvent HeartbeatWait::Next() {
  while (true) {
    HeartbeatEvent event;
    event.signo = NextSignal();
    if (event.signo > 0) return event;
    if (TakeFailure(&event.failed_code)) return event;
    pollfd fds[] = {{signals_.get(), POLLIN, 0}, {watch_.get(), POLLIN, 0}};
    // EINTR: stopped and continued.
    if (watch_.valid()) poll(fds, 2, -1);
  }
}

// Without a watch it blocks for the signal, else it only takes what is pending;
// 0 if there is none.
int HeartbeatWait::NextSignal() const {
  if (!watch_.valid()) {
    const sigset_t waited = WaitedSignals();
    const int signo = sigwaitinfo(&waited, nullptr);
    return signo > 0 ? signo : 0;
  }
  signalfd_siginfo info;
  if (read(signals_.get(), &info, sizeof info) != sizeof info) return 0;
  return static_cast<int>(info.ssi_signo);
}

bool HeartbeatWait::TakeFailure(int* code) const {
  bool has_failed = false;
  alignas(inotify_event) char notices[kNoticeSize];
  while (watch_.valid()) {
    const ssize_t size = read(watch_.get(), notices, sizeof notices);
    if (size <= 0) break;
    for (ssize_t at = 0; at < size;) {
      inotify_event notice;
      memcpy(&notice, notices + at, sizeof notice);
      if (notice.len > 0 &&
          strcmp(notices + at + sizeof notice, kFailedFile) == 0) {
        has_failed = true;
      }
      at += static_cast<ssize_t>(sizeof notice + notice.len);
    }
  }
  if (!has_failed) return false;
  const std::string record = ReadRecord(data_.get(), kFailedFile);
  const auto [end, error] =
      std::from_chars(record.data(), record.data() + record.size(), *code);
  static_cast<void>(end);
  return error == std::errc();
}

}  // namespace hermes
