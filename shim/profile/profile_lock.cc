#include "shim/profile/profile_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>

#include "shim/base/expected.h"
#include "shim/base/json_members.h"
#include "shim/base/parse_number.h"
#include "shim/base/process_stat.h"
#include "shim/base/small_file.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

bool IsHeld(const std::string& path) {
  const UniqueFd fd(
      open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!fd.valid()) return false;
  int result = flock(fd.get(), LOCK_SH | LOCK_NB);
  while (result != 0 && errno == EINTR) {
    result = flock(fd.get(), LOCK_SH | LOCK_NB);
  }
  // Closing the descriptor releases the lock. Any other error means that the
  // file system has no locks.
  return result != 0 && errno == EWOULDBLOCK;
}

std::optional<long long> ToNumber(const std::optional<std::string>& text) {
  return text ? ParseNumber<long long>(*text) : std::nullopt;
}

// Returns true if the process is in another mount namespace: containers of a
// pod may share their pid namespace, so that other containers' processes are
// visible here. Returns false if this cannot be found out.
bool HasOtherMounts(pid_t pid) {
  struct stat own;
  struct stat its;
  const std::string path = "/proc/" + std::to_string(pid) + "/ns/mnt";
  return stat("/proc/self/ns/mnt", &own) == 0 &&
         stat(path.c_str(), &its) == 0 &&
         (own.st_dev != its.st_dev || own.st_ino != its.st_ino);
}

// Returns the pid in the lock's record if that process lives in this container,
// else 0.
pid_t LivePid(std::string_view record) {
  const std::optional<long long> pid = ToNumber(JsonMember(record, "pid"));
  const std::optional<long long> start =
      ToNumber(JsonMember(record, "start_time"));
  // Without its start time the pid may belong to another process by now.
  if (!pid || !start || *pid <= 0 || *pid > 0x7fffffff) return 0;
  const std::optional<ProcessStat> process =
      ReadProcessStat(static_cast<pid_t>(*pid));
  if (!process || process->state == 'Z' || process->start_ticks != *start) {
    return 0;
  }
  if (HasOtherMounts(process->pid)) return 0;
  return process->pid;
}

}  // namespace

ProfileLock ProbeProfileLock(const std::string& profile_home) {
  const std::string path = profile_home + "/gateway.lock";
  if (!IsHeld(path)) return {};
  const Expected<std::string> record =
      ReadSmallFile(AT_FDCWD, path, 65536, O_NOFOLLOW);
  const pid_t pid = record.ok() ? LivePid(record.value()) : 0;
  return {pid > 0 ? LockHolder::kHere : LockHolder::kElsewhere, pid};
}

}  // namespace hermes
