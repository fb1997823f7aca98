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

// The right to be the only gateway of a home, for the lifetime of this object:
// gateway.lock held with flock, and gateway.pid. The destructor removes
// gateway.pid if it is still ours, then releases the lock.
class InstanceLock {
 public:
  InstanceLock(const InstanceLock&) = delete;
  InstanceLock& operator=(const InstanceLock&) = delete;
  ~InstanceLock();

  // Returns false if the file system has no locks, so that only gateway.pid
  // protects the home.
  bool has_flock() const { return lock_.valid(); }
  // Returns true while gateway.pid and gateway.lock in the home are still ours.
  bool Intact() const;
  // Does what the destructor does, except that the flock stays until the
  // process ends. For an exit that must not wait for other threads that use
  // this object.
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

// The result of one attempt.
struct ClaimResult {
  std::unique_ptr<InstanceLock> lock;  // set if the claim succeeded
  // If `lock` is not set: the live gateway that holds the home; std::nullopt if
  // the holder cannot be identified (a process of another container, or one
  // that is just starting).
  std::optional<PidRecord> holder;
};

// Attempts to claim the home `home_fd` for the process `self`.
class InstanceClaim {
 public:
  // Takes the lock of `fd` without waiting. Returns 0 or an errno. Injected so
  // that tests can simulate a file system without locks.
  using FlockFn = std::function<int(int fd)>;
  static int Flock(int fd);

  // `home_fd` and `processes` must outlive the claim; `home_fd` must also
  // outlive the lock.
  InstanceClaim(int home_fd, PidRecord self, const ProcessTable& processes,
                FlockFn flock = &InstanceClaim::Flock);

  // Takes the lock, then removes a dead gateway's gateway.pid and creates our
  // own (O_EXCL). Retries a lock whose holder cannot be identified for 200 ms:
  // a process may hold it only to query the holder. Errors: Aborted if another
  // start won the race for gateway.pid, or if that file cannot be read on a
  // file system without locks; NotFound and ResourceExhausted if a file cannot
  // be created.
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
