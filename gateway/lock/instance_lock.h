#ifndef GATEWAY_LOCK_INSTANCE_LOCK_H_
#define GATEWAY_LOCK_INSTANCE_LOCK_H_

#include <functional>
#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "gateway/lock/process_facts.h"
#include "gateway/state/pid_record.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// The right to be the one gateway of a home, for as long as this lives:
// gateway.lock held with flock, and gateway.pid. Letting go of it takes
// gateway.pid away, if it still is ours, then frees the lock.
class InstanceLock {
 public:
  InstanceLock(const InstanceLock&) = delete;
  InstanceLock& operator=(const InstanceLock&) = delete;
  ~InstanceLock();

  // False where the file system has no locks and gateway.pid alone guards.
  bool has_flock() const { return lock_.valid(); }
  // True while gateway.pid and gateway.lock in the home are still ours.
  bool Intact() const;
  // Does what letting go of it does, but for the flock, which then ends with
  // the process. For an end that must not wait for other threads' use of this.
  void RemovePidFile() const;

 private:
  friend class InstanceClaim;
  InstanceLock(int home_fd, UniqueFd lock, PidRecord self);
  bool PidFileIsOurs() const;
  bool LockFileIsOurs() const;

  int home_fd_;
  UniqueFd lock_;
  PidRecord self_;
};

// What one attempt came to.
struct ClaimResult {
  std::unique_ptr<InstanceLock> lock;  // set: it is ours
  // Not set: held, by this live gateway, or by something that cannot be told
  // (another container's process, or one that is just starting).
  std::optional<PidRecord> holder;
};

// Attempts to claim the home `home_fd` for the process `self`.
class InstanceClaim {
 public:
  // Takes the lock of `fd` without waiting. Returns 0 or an errno; injected
  // so that tests can be a file system without locks.
  using FlockFn = std::function<int(int fd)>;
  static int Flock(int fd);

  // `home_fd` and `processes` must outlive the claim, `home_fd` the lock too.
  InstanceClaim(int home_fd, PidRecord self, const ProcessTable& processes,
                FlockFn flock = &InstanceClaim::Flock);

  // Sweeps what a dead gateway left, then claims: the lock first, gateway.pid
  // (O_EXCL) second. A lock whose holder has no name is tried for 200 ms: it
  // may be that of a process that only asks who holds it. Errors: Aborted if
  // another start won the race for gateway.pid, or if that file cannot be
  // judged where there are no locks; NotFound and ResourceExhausted if a file
  // cannot be made.
  absl::StatusOr<ClaimResult> Try() const;

 private:
  int LockDespiteProbes(int fd) const;
  absl::StatusOr<ClaimResult> ClaimPidFile(UniqueFd lock) const;
  absl::Status SweepPidFile(bool has_flock,
                            std::optional<PidRecord>* live) const;
  absl::Status CreatePidFile(bool has_flock) const;
  ClaimResult Holder() const;

  int home_fd_;
  PidRecord self_;
  const ProcessTable& processes_;
  FlockFn flock_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_INSTANCE_LOCK_H_
