#include "shim/supervision/heartbeat_wait.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <utility>

#include "shim/base/expected.h"
#include "shim/base/parse_number.h"
#include "shim/base/signals.h"
#include "shim/base/unique_fd.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

// The size of an inotify event with the longest possible file name.
constexpr size_t kNoticeSize = sizeof(inotify_event) + 256;

UniqueFd OpenData(const std::string& path) {
  return UniqueFd(
      open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

}  // namespace

bool HeartbeatWait::Identity::operator==(const Identity& other) const {
  return inode == other.inode && changed.tv_sec == other.changed.tv_sec &&
         changed.tv_nsec == other.changed.tv_nsec;
}

HeartbeatWait::HeartbeatWait(const std::string& slot_directory)
    : data_path_(slot_directory + "/" + kDataDirectory),
      failed_path_(data_path_ + "/" + kFailedFile),
      unreported_(Watch(data_path_)),
      seen_(FindRecord()) {}

std::optional<Error> HeartbeatWait::Watch(const std::string& data) {
  data_ = OpenData(data);
  if (!data_.valid()) return Error{errno, "opening", data};
  UniqueFd watch(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!watch.valid()) return Error{errno, "making an inotify instance", ""};
  // Records are written to a temporary file that is then renamed.
  if (inotify_add_watch(watch.get(), data.c_str(),
                        IN_MOVED_TO | IN_ONLYDIR | IN_DONT_FOLLOW) < 0) {
    return Error{errno, "watching", data};
  }
  const sigset_t waited = WaitedSignals();
  signals_.reset(signalfd(-1, &waited, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!signals_.valid()) return Error{errno, "making a signalfd", ""};
  watch_ = std::move(watch);
  return std::nullopt;
}

HeartbeatEvent HeartbeatWait::Next() {
  while (true) {
    HeartbeatEvent event;
    event.signo = NextSignal();
    if (event.signo > 0) return event;
    if (ConsumeFailure(&event.failed_code)) return event;
    pollfd fds[] = {{signals_.get(), POLLIN, 0}, {watch_.get(), POLLIN, 0}};
    // EINTR (this process was stopped and continued) is harmless: it loops.
    if (watch_.valid()) poll(fds, 2, -1);
  }
}

// Returns a pending signal, or 0 if there is none. Without a watch it waits for
// one until the next poll is due; with a watch it does not wait.
int HeartbeatWait::NextSignal() const {
  if (!watch_.valid()) {
    const sigset_t waited = WaitedSignals();
    const timespec limit = {kFailurePollMs / 1000,
                            kFailurePollMs % 1000 * 1000000};
    const int signo = sigtimedwait(&waited, nullptr, &limit);
    return signo > 0 ? signo : 0;
  }
  signalfd_siginfo info;
  if (read(signals_.get(), &info, sizeof info) != sizeof info) return 0;
  return static_cast<int>(info.ssi_signo);
}

bool HeartbeatWait::WasReported() const {
  bool has_failed = false;
  alignas(inotify_event) char notices[kNoticeSize];
  while (true) {
    const ssize_t size = read(watch_.get(), notices, sizeof notices);
    if (size <= 0) return has_failed;
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
}

// Uses the path, because this process may have no descriptor left.
HeartbeatWait::Identity HeartbeatWait::FindRecord() const {
  struct stat st;
  if (lstat(failed_path_.c_str(), &st) != 0) return {};
  return {st.st_ino, st.st_ctim};
}

bool HeartbeatWait::ConsumeFailure(int* code) {
  if (watch_.valid()) return WasReported() && ReadFailure(code);
  const Identity now = FindRecord();
  if (now == seen_) return false;
  // If the record cannot be read yet, the next poll tries again.
  if (!(now == Identity{}) && !ReadFailure(code)) return false;
  seen_ = now;
  return !(now == Identity{});
}

bool HeartbeatWait::ReadFailure(int* code) {
  if (!data_.valid()) data_ = OpenData(data_path_);
  const std::string record = ReadRecord(data_.get(), kFailedFile);
  const std::optional<int> number = ParseNumberInFirstLine<int>(record);
  if (number.has_value()) *code = *number;
  return number.has_value();
}

}  // namespace hermes
