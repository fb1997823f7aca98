#include "gateway/profile/delete_profile.h"

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/lock/instance_lock.h"
#include "gateway/lock/within_gateway.h"
#include "gateway/profile/active_profile.h"
#include "gateway/profile/mounts_within.h"
#include "gateway/profile/profile_choice.h"
#include "gateway/profile/profiles_directory.h"
#include "gateway/profile/tombstone.h"
#include "gateway/profile/vacate_home.h"
#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/process_stat.h"
#include "shim/base/unique_fd.h"
#include "shim/profile/profile_lock.h"

namespace hermes::gateway {
namespace {

constexpr int kAttempts = 3;
constexpr int kPauseMs = 100;

// Retries because a program of the profile that is just exiting may still
// create files.
Expected<void> RemoveInAttempts(int profiles_fd, const std::string& name) {
  for (int attempt = 1;; ++attempt) {
    Expected<void> removed = RemoveTree(profiles_fd, name);
    if (removed.ok() || attempt == kAttempts) return removed;
    poll(nullptr, 0, kPauseMs);
  }
}

// A mount is usually a directory of the host that does not belong to the
// profile alone; deleting would empty it.
absl::Status CheckNothingMounted(const std::string& home) {
  const absl::StatusOr<std::vector<std::string>> mounts =
      FindMountsWithin(home);
  if (!mounts.ok()) return mounts.status();
  if (mounts->empty()) return absl::OkStatus();
  return absl::AbortedError(absl::StrCat(
      absl::StrJoin(*mounts, ", "), mounts->size() == 1 ? " is" : " are",
      " mounted from outside of the profile's data; nothing was deleted, ",
      "start the container without that mount first"));
}

absl::Status RemoveName(const ProfilesDirectory& directory,
                        const std::string& name, const std::string& work_name,
                        std::vector<std::string>* remarks) {
  const absl::StatusOr<UniqueFd> lock = LockProfiles(directory);
  if (!lock.ok()) return lock.status();
  SweepLeftovers(directory);
  const int profiles_fd = directory.profiles.get();
  // Written before the rename, so that a program that looks at that moment
  // finds it. On a full disk it may be missing: deleting is the way to make
  // room.
  const absl::Status noted = WriteTombstone(profiles_fd, name);
  if (!noted.ok()) {
    remarks->push_back(absl::StrCat("no note was left in profiles/.deleted: ",
                                    noted.message()));
  }
  if (renameat(profiles_fd, name.c_str(), profiles_fd, work_name.c_str()) ==
      0) {
    return absl::OkStatus();
  }
  absl::Status status = ProfileFileError(
      errno, absl::StrCat("nothing was deleted: cannot rename ",
                          directory.root_path, "/profiles/", name));
  RemoveTombstone(profiles_fd, name);
  return status;
}

}  // namespace

absl::Status CheckDeletable(const std::string& root, const std::string& name) {
  const std::string home = ProfileHome(root, name);
  struct stat st = {};
  if (lstat(home.c_str(), &st) != 0) {
    if (errno != ENOENT && errno != ENOTDIR) {
      return ProfileFileError(errno, absl::StrCat("cannot examine ", home));
    }
    return absl::InvalidArgumentError(absl::StrCat(
        "there is no profile '", name, "': ", home, " does not exist"));
  }
  if (!S_ISDIR(st.st_mode)) {
    return absl::InvalidArgumentError(absl::StrCat(
        home, " is not a directory; nothing was deleted, remove it by hand"));
  }
  absl::Status unmounted = CheckNothingMounted(home);
  if (!unmounted.ok()) return unmounted;
  const ProfileLock lock = ProbeProfileLock(home);
  if (lock.holder == LockHolder::kHere &&
      IsWithin(lock.pid, getpid(), ReadProcessStat)) {
    return absl::AbortedError(
        absl::StrCat("this command runs within the gateway of ", name,
                     " and would end with ",
                     "it; run it from another shell; nothing was deleted"));
  }
  if (lock.holder == LockHolder::kElsewhere) {
    return absl::AbortedError(absl::StrCat(
        "the gateway of ", name, " runs in another container on this volume; ",
        "stop it there first; nothing was deleted"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> DeleteProfile(
    const std::string& root, const std::string& name) {
  const absl::StatusOr<ProfilesDirectory> directory = OpenProfiles(root);
  if (!directory.ok()) return directory.status();
  const int profiles_fd = directory->profiles.get();
  const UniqueFd home(openat(profiles_fd, name.c_str(),
                             O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!home.valid()) {
    return ProfileFileError(errno, absl::StrCat("cannot open ", name));
  }
  MarkInUse(home.get());
  absl::StatusOr<std::unique_ptr<InstanceLock>> vacated =
      VacateHome(home.get(), ProfileHome(root, name));
  if (!vacated.ok()) return vacated.status();
  const std::string work_name = WorkName(name, "deleted", getpid());
  std::vector<std::string> remarks;
  const absl::Status renamed =
      RemoveName(*directory, name, work_name, &remarks);
  if (!renamed.ok()) return renamed;
  const Expected<void> removed = RemoveInAttempts(profiles_fd, work_name);
  if (!removed.ok()) {
    remarks.push_back(absl::StrCat(
        "some of its files could not be removed: ", Describe(removed.error()),
        "; they are in ", root, "/profiles/", work_name));
  }
  if (ReadActiveProfile(directory->root.get()) == name) {
    ClearActiveProfile(directory->root.get());
    remarks.push_back("the active profile is default again");
  }
  return remarks;
}

}  // namespace hermes::gateway
