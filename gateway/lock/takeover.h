#ifndef GATEWAY_LOCK_TAKEOVER_H_
#define GATEWAY_LOCK_TAKEOVER_H_

#include <chrono>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/lock/process_facts.h"
#include "gateway/state/pid_record.h"

namespace hermes::gateway {

// How a wait for another process ended. kInterrupted: a signal for this process
// is pending; the wait must not delay our own stop.
enum class WaitEnd { kExited, kTimeout, kInterrupted };

// Another process that can be signalled and waited for. Tests use a fake.
class TargetProcess {
 public:
  virtual ~TargetProcess() = default;
  // Errors: PermissionDenied; NotFound if the process has exited.
  virtual absl::Status Signal(int signo) = 0;
  // Waits for the process to exit; a zombie counts as exited.
  virtual WaitEnd WaitForExit(std::chrono::milliseconds limit) = 0;
};

// Ends `target`: sends SIGTERM, waits 10 s, sends SIGKILL, waits 5 s more.
// Writes no marker.
// Errors, one line: PermissionDenied becomes Aborted (exit 1: another user's
// gateway is not our error), as does a process that survives SIGKILL; Cancelled
// if this process got a signal first.
absl::Status EndProcess(TargetProcess& target);

// Ends the gateway `holder`: finds its process, calls `write_marker`, which
// informs it of the reason, then EndProcess(). If `write_marker` fails, ends
// nothing and returns its error. Returns OK if the process has already exited,
// without a marker. `wake_fd` as in OpenProcess().
absl::Status EndHolder(const PidRecord& holder, const ProcessTable& processes,
                       int wake_fd,
                       const std::function<absl::Status()>& write_marker);

// Finds the process of `record`, by pidfd if the kernel supports it, so that
// the pid cannot be reused between the check and the kill. `wake_fd` is
// readable if a signal for this process is pending; `processes` must outlive
// the result. Errors: NotFound if the process has exited or the pid is another
// process.
absl::StatusOr<std::unique_ptr<TargetProcess>> OpenProcess(
    const PidRecord& record, const ProcessTable& processes, int wake_fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_TAKEOVER_H_
