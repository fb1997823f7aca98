#include "gateway/profile/vacate_home.h"

#include <poll.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/lock/process_facts.h"
#include "gateway/lock/takeover.h"
#include "gateway/state/pid_record.h"
#include "shim/base/expected.h"
#include "shim/profile/planned_stop.h"

namespace hermes::gateway {
namespace {

using Clock = std::chrono::steady_clock;

// For a gateway that is just exiting, or just starting and not recorded yet.
constexpr std::chrono::seconds kUnknownHolderPatience{3};
constexpr int kIntervalMs = 50;

PidRecord DescribeSelf(const std::string& home) {
  PidRecord self;
  self.pid = getpid();
  self.hermes_home = home;
  const std::optional<ProcessFacts> facts = ProcProcessTable().Find(self.pid);
  if (facts.has_value()) self.start_time = facts->start_time;
  return self;
}

absl::Status OutOfReach(const std::string& home) {
  return absl::AbortedError(absl::StrCat(
      home,
      "/gateway.lock is held by a process that is not in this container; "
      "stop the gateway that uses this volume there first"));
}

// Ends the holder after writing a marker that says an operator wants this. The
// marker is optional: its slot is already removed, so that its exit code has no
// effect.
absl::Status StopHolder(const std::string& home, const PidRecord& holder,
                        const ProcessTable& processes) {
  return EndHolder(holder, processes, -1, [&] {
    if (holder.start_time.has_value()) {
      const Expected<void> written = WritePlannedStop(
          home, holder.pid, static_cast<long long>(*holder.start_time));
      static_cast<void>(written.ok());
    }
    return absl::OkStatus();
  });
}

}  // namespace

absl::StatusOr<std::unique_ptr<InstanceLock>> VacateHome(
    int home_fd, const std::string& home) {
  const ProcProcessTable processes;
  const InstanceClaim claim(home_fd, DescribeSelf(home), processes);
  const Clock::time_point deadline = Clock::now() + kUnknownHolderPatience;
  bool ended = false;
  for (;;) {
    absl::StatusOr<ClaimResult> result = claim.Try();
    if (!result.ok()) return result.status();
    if (result->lock != nullptr) return std::move(result->lock);
    if (result->holder.has_value() && !std::exchange(ended, true)) {
      const absl::Status status = StopHolder(home, *result->holder, processes);
      if (!status.ok()) return status;
      continue;
    }
    if (Clock::now() >= deadline) return OutOfReach(home);
    poll(nullptr, 0, kIntervalMs);
  }
}

}  // namespace hermes::gateway
