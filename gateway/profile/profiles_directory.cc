#include "gateway/profile/profiles_directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <optional>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/files/timed_lock.h"
#include "gateway/profile/profile_choice.h"
#include "shim/base/directory_tree.h"

namespace hermes::gateway {
namespace {

constexpr std::chrono::seconds kPatience{10};
constexpr int kDirectoryFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

// Returns the pid in a working directory's name; std::nullopt if `entry` is not
// such a name.
std::optional<int> PidOf(const std::string& entry) {
  for (const char* kind : {".staging-", ".deleted-"}) {
    const size_t at = entry.rfind(kind);
    if (entry.empty() || entry[0] != '.' || at == std::string::npos) continue;
    int pid = 0;
    if (IsProfileName(entry.substr(1, at - 1)) &&
        absl::SimpleAtoi(entry.substr(at + strlen(kind)), &pid) && pid > 0) {
      return pid;
    }
  }
  return std::nullopt;
}

std::vector<std::string> WorkNamesIn(int fd) {
  std::vector<std::string> names;
  DIR* const stream = fdopendir(openat(fd, ".", kDirectoryFlags));
  if (stream == nullptr) return names;
  while (const dirent* entry = readdir(stream)) {
    if (IsWorkName(entry->d_name)) names.emplace_back(entry->d_name);
  }
  closedir(stream);
  return names;
}

bool IsAlive(int pid) { return kill(pid, 0) == 0 || errno != ESRCH; }

bool IsInUse(int profiles_fd, const std::string& name) {
  const UniqueFd fd(openat(profiles_fd, name.c_str(), kDirectoryFlags));
  if (!fd.valid()) return false;
  switch (LockWithin(fd.get(), std::chrono::milliseconds(0))) {
    case LockAnswer::kHeld:
      return false;
    case LockAnswer::kBusy:
      return true;
    case LockAnswer::kImpossible:
      break;
  }
  return IsAlive(*PidOf(name));
}

}  // namespace

absl::Status ProfileFileError(int error, const std::string& what) {
  const std::string seen = absl::StrCat(what, ": ", strerror(error));
  switch (error) {
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::PermissionDeniedError(absl::StrCat(
          seen, "; uid ", geteuid(), " must be able to write there"));
    case ENOSPC:
    case EDQUOT:
      return absl::ResourceExhaustedError(
          absl::StrCat(seen, "; make room and try again"));
    default:
      return absl::NotFoundError(seen);
  }
}

absl::StatusOr<ProfilesDirectory> OpenProfiles(const std::string& root) {
  ProfilesDirectory directory;
  directory.root_path = root;
  directory.root.reset(open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.root.valid()) {
    return ProfileFileError(errno, absl::StrCat("cannot open ", root));
  }
  const std::string path = absl::StrCat(root, "/profiles");
  const int root_fd = directory.root.get();
  if (mkdirat(root_fd, "profiles", 0755) != 0 && errno != EEXIST) {
    return ProfileFileError(errno, absl::StrCat("cannot create ", path));
  }
  directory.profiles.reset(openat(root_fd, "profiles", kDirectoryFlags));
  if (directory.profiles.valid()) return directory;
  if (errno == ELOOP || errno == ENOTDIR) {
    return absl::NotFoundError(
        absl::StrCat(path,
                     " is not a directory (links are not followed); move it "
                     "away, or mount its target there"));
  }
  return ProfileFileError(errno, absl::StrCat("cannot open ", path));
}

absl::StatusOr<UniqueFd> LockProfiles(const ProfilesDirectory& directory) {
  // A separate open file description, so that closing it releases the lock.
  UniqueFd fd(openat(directory.profiles.get(), ".", kDirectoryFlags));
  if (!fd.valid()) {
    return ProfileFileError(
        errno, absl::StrCat("cannot open ", directory.root_path, "/profiles"));
  }
  if (LockWithin(fd.get(), kPatience) == LockAnswer::kBusy) {
    return absl::AbortedError(
        "another command has been changing the profiles for 10 s; try again "
        "when it has ended");
  }
  return fd;
}

std::string WorkName(const std::string& name, const std::string& kind,
                     int pid) {
  return absl::StrCat(".", name, ".", kind, "-", pid);
}

bool IsWorkName(const std::string& entry) { return PidOf(entry).has_value(); }

void MarkInUse(int fd) { LockWithin(fd, std::chrono::milliseconds(0)); }

void SweepLeftovers(const ProfilesDirectory& directory) {
  const int profiles_fd = directory.profiles.get();
  for (const std::string& name : WorkNamesIn(profiles_fd)) {
    if (IsInUse(profiles_fd, name)) continue;
    // A leftover that stays does no harm: the next command has another pid.
    const auto removed = RemoveTree(profiles_fd, name);
    static_cast<void>(removed.ok());
  }
}

}  // namespace hermes::gateway
