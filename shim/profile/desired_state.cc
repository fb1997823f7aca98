#include "shim/profile/desired_state.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>

#include "shim/base/expected.h"
#include "shim/base/json_members.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/small_file.h"
#include "shim/base/unique_fd.h"
#include "shim/profile/recorded_state.h"

namespace hermes {
namespace {

constexpr char kLockFile[] = ".gateway_state.lock";
constexpr long kLockPatienceMs = 1000;
constexpr long kLockStepNs = 5000000;
constexpr mode_t kDefaultMode = 0644;

// Gives a file that root has made to the owner of the home, because the owner's
// gateway must read and lock it.
void GiveToOwner(int home_fd, int fd) {
  struct stat home;
  if (geteuid() != 0 || fstat(home_fd, &home) != 0) return;
  // Not fatal: the gateway can still read a file with the default mode.
  if (fchown(fd, home.st_uid, home.st_gid) != 0) return;
}

// Acquires the lock of the home's state file; the returned descriptor holds it.
// After kLockPatienceMs, or if the file system has no locks, returns without
// the lock.
UniqueFd LockState(int home_fd) {
  UniqueFd fd(openat(home_fd, kLockFile,
                     O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
                     0600));
  if (fd.valid()) GiveToOwner(home_fd, fd.get());
  const long deadline = MonotonicMs() + kLockPatienceMs;
  while (fd.valid() && flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    const bool is_held = errno == EWOULDBLOCK || errno == EINTR;
    if (!is_held || MonotonicMs() >= deadline) break;
    const timespec pause = {0, kLockStepNs};
    nanosleep(&pause, nullptr);
  }
  return fd;
}

// Returns the file's text, or std::nullopt if it is missing, too large or not a
// regular file.
Expected<std::optional<std::string>> ReadState(int home_fd) {
  const Expected<std::string> text =
      ReadSmallFile(home_fd, kStateFile, kLargestState);
  if (text.ok()) return std::optional<std::string>(text.value());
  const int err = text.error().err;
  // EINVAL: not a regular file; the rename replaces anything but a directory.
  if (err == ENOENT || err == EFBIG || err == EINVAL || err == ELOOP) {
    return std::optional<std::string>();
  }
  return text.error();
}

mode_t ModeOfState(int home_fd) {
  struct stat st;
  if (fstatat(home_fd, kStateFile, &st, 0) != 0 || !S_ISREG(st.st_mode)) {
    return kDefaultMode;
  }
  return st.st_mode & 0777;
}

// Two containers that use the same volume may have the same pid, so the name of
// the temporary file is random.
std::string TemporaryName() {
  unsigned number = 0;
  if (getrandom(&number, sizeof number, GRND_NONBLOCK) < 0) {
    number = static_cast<unsigned>(getpid());
  }
  char name[48];
  snprintf(name, sizeof name, ".%s.tmp-%08x", kStateFile, number);
  return name;
}

// Sets mode and owner of the temporary file, syncs it and renames it to the
// state file. Returns 0 or an error number.
int Finish(int home_fd, const std::string& temporary, mode_t mode) {
  const UniqueFd fd(
      openat(home_fd, temporary.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC));
  if (!fd.valid() || fchmod(fd.get(), mode) != 0) return errno;
  GiveToOwner(home_fd, fd.get());
  // EINVAL: the file system cannot sync. Continue without.
  if (fsync(fd.get()) != 0 && errno != EINVAL) return errno;
  if (renameat(home_fd, temporary.c_str(), home_fd, kStateFile) != 0) {
    return errno;
  }
  return 0;
}

}  // namespace

std::string WithDesiredState(const std::optional<std::string>& text,
                             bool running, long long now) {
  const char* const desired = running ? "\"running\"" : "\"stopped\"";
  const std::string updated_at = std::to_string(now);
  std::optional<std::string> changed =
      text ? WithJsonMember(*text, "desired_state", desired) : std::nullopt;
  if (changed) changed = WithJsonMember(*changed, "updated_at", updated_at);
  if (changed) return *changed;
  std::string minimal = "{\"desired_state\":";
  return minimal.append(desired)
      .append(",\"updated_at\":")
      .append(updated_at)
      .append("}\n");
}

Expected<void> WriteDesiredState(const std::string& profile_home,
                                 bool running) {
  const UniqueFd home(
      open(profile_home.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!home.valid()) return Error{errno, "opening", profile_home};
  const UniqueFd lock = LockState(home.get());
  const Expected<std::optional<std::string>> text = ReadState(home.get());
  if (!text.ok()) return text.error();
  const mode_t mode = ModeOfState(home.get());
  const std::string temporary = TemporaryName();
  Expected<void> created =
      CreateFile(home.get(), temporary,
                 WithDesiredState(text.value(), running, time(nullptr)), 0600);
  if (!created.ok()) return created;
  const int err = Finish(home.get(), temporary, mode);
  if (err == 0) return {};
  unlinkat(home.get(), temporary.c_str(), 0);
  return Error{err, "replacing", profile_home + "/" + kStateFile};
}

}  // namespace hermes
