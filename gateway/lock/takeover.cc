#include "gateway/lock/takeover.h"

#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds kTermPatience = std::chrono::seconds(10);
constexpr milliseconds kKillPatience = std::chrono::seconds(5);
// The interval between reads of /proc if the kernel has no pidfd.
constexpr milliseconds kPollInterval{250};

class RealProcess : public TargetProcess {
 public:
  RealProcess(PidRecord record, const ProcessTable& processes, int wake_fd)
      : record_(std::move(record)),
        processes_(processes),
        wake_fd_(wake_fd),
        pidfd_(static_cast<int>(syscall(SYS_pidfd_open, record_.pid, 0))) {}

  bool HasExited() const {
    const std::optional<ProcessFacts> now = processes_.Find(record_.pid);
    return !now.has_value() || now->dead ||
           (record_.start_time.has_value() &&
            now->start_time != *record_.start_time);
  }

  absl::Status Signal(int signo) override {
    const long result =
        pidfd_.valid()
            ? syscall(SYS_pidfd_send_signal, pidfd_.get(), signo, nullptr, 0)
            : kill(record_.pid, signo);
    if (result == 0) return absl::OkStatus();
    // ESRCH becomes NotFound, EPERM becomes PermissionDenied.
    return absl::ErrnoToStatus(errno,
                               absl::StrCat("cannot end pid ", record_.pid));
  }

  WaitEnd WaitForExit(milliseconds limit) override {
    const Clock::time_point deadline = Clock::now() + limit;
    for (;;) {
      if (HasExited()) return WaitEnd::kExited;
      const auto left =
          std::chrono::ceil<milliseconds>(deadline - Clock::now());
      if (left.count() <= 0) return WaitEnd::kTimeout;
      if (WakeIsPending(pidfd_.valid() ? left
                                       : std::min(left, kPollInterval))) {
        return WaitEnd::kInterrupted;
      }
    }
  }

 private:
  // Sleeps until the process has exited, a signal for us is pending, or `limit`
  // has passed. Returns true if a signal is pending. poll ignores a negative
  // descriptor.
  bool WakeIsPending(milliseconds limit) const {
    pollfd fds[] = {{wake_fd_, POLLIN, 0}, {pidfd_.get(), POLLIN, 0}};
    poll(fds, 2, static_cast<int>(limit.count()));
    return (fds[0].revents & POLLIN) != 0;
  }

  const PidRecord record_;
  const ProcessTable& processes_;
  const int wake_fd_;
  const UniqueFd pidfd_;
};

// Returns OK when `target` has exited, Unavailable if it still runs.
absl::Status SignalAndWait(TargetProcess& target, int signo,
                           milliseconds patience) {
  const absl::Status sent = target.Signal(signo);
  if (absl::IsNotFound(sent)) return absl::OkStatus();
  if (!sent.ok()) {
    return absl::AbortedError(absl::StrCat(
        sent.message(),
        "; stop that gateway as the user it runs as, then start this one"));
  }
  switch (target.WaitForExit(patience)) {
    case WaitEnd::kExited:
      return absl::OkStatus();
    case WaitEnd::kInterrupted:
      return absl::CancelledError("a signal came during the takeover");
    case WaitEnd::kTimeout:
      break;
  }
  return absl::UnavailableError("it still runs");
}

}  // namespace

absl::Status EndProcess(TargetProcess& target) {
  absl::Status status = SignalAndWait(target, SIGTERM, kTermPatience);
  if (!absl::IsUnavailable(status)) return status;
  status = SignalAndWait(target, SIGKILL, kKillPatience);
  if (!absl::IsUnavailable(status)) return status;
  return absl::AbortedError(
      "the running gateway still exists 5 s after SIGKILL (its disk may hang); "
      "two must never run at once, so this one does not start");
}

absl::StatusOr<std::unique_ptr<TargetProcess>> OpenProcess(
    const PidRecord& record, const ProcessTable& processes, int wake_fd) {
  auto process = std::make_unique<RealProcess>(record, processes, wake_fd);
  // Only now, with the pidfd open, is a comparison of start times reliable.
  if (process->HasExited())
    return absl::NotFoundError("the process has exited");
  return absl::StatusOr<std::unique_ptr<TargetProcess>>(std::move(process));
}

absl::Status EndHolder(const PidRecord& holder, const ProcessTable& processes,
                       int wake_fd,
                       const std::function<absl::Status()>& write_marker) {
  const absl::StatusOr<std::unique_ptr<TargetProcess>> target =
      OpenProcess(holder, processes, wake_fd);
  if (!target.ok()) return absl::OkStatus();  // already exited
  absl::Status marked = write_marker();
  if (!marked.ok()) return marked;
  return EndProcess(**target);
}

}  // namespace hermes::gateway
