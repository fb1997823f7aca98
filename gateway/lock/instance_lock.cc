#include "gateway/lock/instance_lock.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "gateway/files/durable_file.h"
#include "gateway/files/open_error.h"
#include "gateway/lock/holder.h"

namespace hermes::gateway {
namespace {

constexpr char kLockName[] = "gateway.lock";
constexpr char kPidName[] = "gateway.pid";
constexpr size_t kLargestRecord = 1 << 16;
constexpr mode_t kMode = 0644;

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// How long to wait for an unidentified holder of the lock, and how often to
// retry.
constexpr milliseconds kProbePatience{200};
constexpr milliseconds kProbeInterval{10};

bool MeansNoLocksHere(int error) {
  return error == ENOLCK || error == ENOTSUP || error == EOPNOTSUPP ||
         error == ENOSYS || error == EINVAL;
}

// Returns the record in `name`; std::nullopt if it is missing or unreadable.
std::optional<PidRecord> ReadRecord(int home_fd, const char* name) {
  const absl::StatusOr<std::string> text =
      ReadSmallFile(home_fd, name, kLargestRecord);
  if (!text.ok()) return std::nullopt;
  return ParsePidRecord(*text);
}

bool Exists(int home_fd, const char* name) {
  struct stat ignored;
  return fstatat(home_fd, name, &ignored, AT_SYMLINK_NOFOLLOW) == 0;
}

bool SameProcess(const PidRecord& a, const PidRecord& b) {
  return a.pid == b.pid && a.start_time == b.start_time;
}

}  // namespace

InstanceLock::InstanceLock(int home_fd, UniqueFd lock, PidRecord self)
    : home_fd_(home_fd), lock_(std::move(lock)), self_(std::move(self)) {}

InstanceLock::~InstanceLock() { RemovePidFile(); }

void InstanceLock::RemovePidFile() const {
  if (PidFileIsOurs()) unlinkat(home_fd_, kPidName, 0);
}

bool InstanceLock::Intact() const {
  return PidFileIsOurs() && LockFileIsOurs();
}

bool InstanceLock::PidFileIsOurs() const {
  const std::optional<PidRecord> there = ReadRecord(home_fd_, kPidName);
  return there.has_value() && SameProcess(*there, self_);
}

bool InstanceLock::LockFileIsOurs() const {
  if (!lock_.valid()) return true;
  struct stat held = {};
  struct stat named = {};
  return fstat(lock_.get(), &held) == 0 &&
         fstatat(home_fd_, kLockName, &named, AT_SYMLINK_NOFOLLOW) == 0 &&
         held.st_dev == named.st_dev && held.st_ino == named.st_ino;
}

int InstanceClaim::Flock(int fd) {
  while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

InstanceClaim::InstanceClaim(int home_fd, PidRecord self,
                             const ProcessTable& processes, FlockFn flock)
    : home_fd_(home_fd),
      self_(std::move(self)),
      processes_(processes),
      flock_(std::move(flock)) {}

absl::StatusOr<ClaimResult> InstanceClaim::Try() const {
  UniqueFd lock(openat(home_fd_, kLockName,
                       O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, kMode));
  if (!lock.valid()) return CannotOpenInHome(kLockName, errno);
  const int error = LockDespiteProbes(lock.get());
  if (error == EWOULDBLOCK) return Holder();
  if (MeansNoLocksHere(error)) {
    lock.reset();
  } else if (error != 0) {
    return absl::ErrnoToStatus(error, "cannot lock gateway.lock");
  }
  return ClaimPidFile(std::move(lock));
}

// An unidentified holder may be only a probe (`gateway status`, `profile
// delete`, a boot), which holds the lock for a moment.
int InstanceClaim::LockDespiteProbes(int fd) const {
  const Clock::time_point deadline = Clock::now() + kProbePatience;
  for (;;) {
    const int error = flock_(fd);
    if (error != EWOULDBLOCK || Holder().holder.has_value() ||
        Clock::now() >= deadline) {
      return error;
    }
    poll(nullptr, 0, static_cast<int>(kProbeInterval.count()));
  }
}

absl::StatusOr<ClaimResult> InstanceClaim::ClaimPidFile(UniqueFd lock) const {
  ClaimResult result;
  absl::Status status = SweepPidFile(lock.valid(), &result.holder);
  if (!status.ok()) return status;
  if (result.holder.has_value()) return result;
  status = CreatePidFile(lock.valid());
  if (!status.ok()) return status;
  if (lock.valid() && ftruncate(lock.get(), 0) == 0) {
    // The record only informs processes that query the holder; a failure to
    // write it is not fatal.
    WriteAll(lock.get(), FormatPidRecord(self_)).IgnoreError();
  }
  result.lock.reset(new InstanceLock(home_fd_, std::move(lock), self_));
  return result;
}

// Removes a dead gateway's gateway.pid, or reports its live owner. If we hold
// the lock, only a certain match counts: gateway.lock must have been deleted
// while its gateway runs. On a file system without locks a possible match is
// enough, and an unreadable file is left alone.
absl::Status InstanceClaim::SweepPidFile(bool has_flock,
                                         std::optional<PidRecord>* live) const {
  if (!Exists(home_fd_, kPidName)) return absl::OkStatus();
  const std::optional<PidRecord> record = ReadRecord(home_fd_, kPidName);
  if (!record.has_value() && !has_flock) {
    return absl::AbortedError(
        "gateway.pid cannot be read and this file system has no locks; remove "
        "that file if no gateway of this profile runs");
  }
  if (record.has_value()) {
    const Liveness liveness = JudgeRecord(*record, processes_.Find(record->pid),
                                          self_.hermes_home, self_.pid);
    const Liveness enough =
        has_flock ? Liveness::kCertain : Liveness::kPossible;
    if (liveness >= enough) {
      *live = record;
      return absl::OkStatus();
    }
  }
  unlinkat(home_fd_, kPidName, 0);
  return absl::OkStatus();
}

absl::Status InstanceClaim::CreatePidFile(bool has_flock) const {
  const UniqueFd file(
      openat(home_fd_, kPidName,
             O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, kMode));
  if (!file.valid() && errno == EEXIST) {
    return absl::AbortedError(
        "another gateway of this profile started at the same moment");
  }
  if (!file.valid()) return CannotOpenInHome(kPidName, errno);
  absl::Status written = WriteAll(file.get(), FormatPidRecord(self_));
  if (written.ok()) return written;
  unlinkat(home_fd_, kPidName, 0);
  // If we hold the lock, the file is only a hint, and a full disk must not
  // prevent the service. Without locks the file is the only protection.
  return has_flock ? absl::OkStatus() : CannotOpenInHome(kPidName, ENOSPC);
}

// Judges the record by its own path: the lock is in this home, so a different
// spelling of the path does not prove another home.
ClaimResult InstanceClaim::Holder() const {
  ClaimResult result;
  const std::optional<PidRecord> record = ReadRecord(home_fd_, kLockName);
  if (!record.has_value()) return result;
  const Liveness liveness = JudgeRecord(*record, processes_.Find(record->pid),
                                        record->hermes_home, self_.pid);
  if (liveness != Liveness::kDead) result.holder = record;
  return result;
}

}  // namespace hermes::gateway
