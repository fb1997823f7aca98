#include "gateway/lock/claim_home.h"

#include <poll.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/lock/marker_files.h"
#include "gateway/lock/takeover.h"

namespace hermes::gateway {
namespace {

using Clock = std::chrono::steady_clock;

// How long --replace waits for a lock whose holder cannot be identified, and
// how often it retries: flock has no timeout.
constexpr std::chrono::seconds kUnknownHolderPatience{15};
constexpr std::chrono::milliseconds kLockInterval{100};

absl::Status AlreadyRunningError(const std::optional<PidRecord>& holder) {
  if (!holder.has_value()) {
    return absl::AlreadyExistsError(
        "another process holds gateway.lock (just starting, or in another "
        "container on this volume); only one gateway can run a profile: stop "
        "the other one first");
  }
  return absl::AlreadyExistsError(absl::StrCat(
      "a gateway of this profile is already running, pid ", holder->pid,
      "; `hermes gateway run --replace` takes over, `kill -INT ", holder->pid,
      "` stops it for good"));
}

// Ends `holder` after writing a marker that says this is a takeover. The marker
// is required: without it `holder` ends as unplanned, and its supervisor starts
// it again.
absl::Status TakeOver(int home_fd, const PidRecord& holder,
                      const PidRecord& self, const ProcessTable& processes,
                      int wake_fd) {
  bool marked = false;
  absl::Status ended = EndHolder(holder, processes, wake_fd, [&] {
    absl::Status written = WriteTakeover(home_fd, holder, self);
    marked = written.ok();
    return written;
  });
  if (marked) RemoveTakeover(home_fd);
  return ended;
}

// Returns true if a signal for this process arrived within `limit`.
bool Woken(int wake_fd, std::chrono::milliseconds limit) {
  pollfd wake = {wake_fd, POLLIN, 0};
  return poll(&wake, 1, static_cast<int>(limit.count())) > 0;
}

}  // namespace

HolderAnswer AnswerHolder(bool known, bool replace) {
  if (!replace) return HolderAnswer::kRefuse;
  return known ? HolderAnswer::kReplace : HolderAnswer::kWait;
}

absl::StatusOr<std::unique_ptr<InstanceLock>> ClaimHome(
    int home_fd, const PidRecord& self, const ProcessTable& processes,
    const ClaimOptions& options) {
  const InstanceClaim claim(home_fd, self, processes);
  const Clock::time_point deadline = Clock::now() + kUnknownHolderPatience;
  bool replaced = false;
  for (;;) {
    absl::StatusOr<ClaimResult> result = claim.Try();
    if (!result.ok()) return result.status();
    if (result->lock != nullptr) return std::move(result->lock);
    const HolderAnswer answer =
        AnswerHolder(result->holder.has_value(), options.replace);
    if (answer == HolderAnswer::kRefuse || Clock::now() >= deadline) {
      return AlreadyRunningError(result->holder);
    }
    if (answer == HolderAnswer::kWait) {
      if (Woken(options.wake_fd, kLockInterval)) {
        return absl::CancelledError("a signal came while waiting");
      }
      continue;
    }
    // After that, the new holder has won the race for the home.
    if (std::exchange(replaced, true))
      return AlreadyRunningError(result->holder);
    absl::Status ended =
        TakeOver(home_fd, *result->holder, self, processes, options.wake_fd);
    if (!ended.ok()) return ended;
  }
}

}  // namespace hermes::gateway
