#ifndef GATEWAY_LOCK_TAKEOVER_H_
#define GATEWAY_LOCK_TAKEOVER_H_

#include <chrono>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/lock/process_facts.h"
#include "gateway/state/pid_record.h"

namespace hermes::gateway {

// How a wait for another process ended. kInterrupted: a signal of our own is
// pending; the wait must not outlast our own stop.
enum class WaitEnd { kGone, kTimeout, kInterrupted };

// One other process that can be signalled and waited for. A fake in tests.
class TargetProcess {
 public:
  virtual ~TargetProcess() = default;
  // PermissionDenied, or NotFound once it has gone.
  virtual absl::Status Signal(int signo) = 0;
  // A zombie has gone.
  virtual WaitEnd WaitGone(std::chrono::milliseconds limit) = 0;
};

// Ends `target`: SIGTERM, 10 s of patience, SIGKILL, 5 s more.
// Errors, one line: PermissionDenied becomes Aborted (exit 1: somebody else's
// gateway is no fault of ours), as does a process that outlives its SIGKILL;
// Cancelled if one of our own signals came first. Writes no marker.
absl::Status EndProcess(TargetProcess& target);

// Finds the process of `record`, by pidfd where the kernel has it, so that its
// pid cannot come to mean another process between the check and the kill.
// `wake_fd` is readable when a signal of our own is pending; `processes` must
// outlive the result. Errors: NotFound if it has gone or is another process.
absl::StatusOr<std::unique_ptr<TargetProcess>> OpenProcess(
    const PidRecord& record, const ProcessTable& processes, int wake_fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_TAKEOVER_H_
