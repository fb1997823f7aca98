#include "gateway/profile/staged_profile.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/profile/tombstone.h"
#include "shim/base/directory_tree.h"
#include "shim/base/rename_without_replacing.h"

namespace hermes::gateway {
namespace {

bool IsThere(int dir_fd, const std::string& name) {
  struct stat ignored;
  return fstatat(dir_fd, name.c_str(), &ignored, AT_SYMLINK_NOFOLLOW) == 0;
}

absl::Status Exists(const ProfilesDirectory& directory,
                    const std::string& name) {
  const std::string home =
      absl::StrCat(directory.root_path, "/profiles/", name);
  if (!IsThere(directory.profiles.get(), name + "/SOUL.md")) {
    return absl::AlreadyExistsError(absl::StrCat(
        home, " exists already, but is not a profile: move it away, or put a ",
        "SOUL.md into it and `hermes -p ", name, " gateway start` starts it; ",
        "nothing was changed"));
  }
  return absl::AlreadyExistsError(absl::StrCat("the profile ", name,
                                               " exists already, in ", home,
                                               "; nothing was changed"));
}

}  // namespace

StagedProfile::StagedProfile(const ProfilesDirectory& directory,
                             std::string name, UniqueFd fd)
    : directory_(&directory),
      name_(std::move(name)),
      work_name_(WorkName(name_, "staging", getpid())),
      fd_(std::move(fd)) {}

StagedProfile::~StagedProfile() {
  if (!fd_.valid()) return;
  const auto removed = RemoveTree(directory_->profiles.get(), work_name_);
  static_cast<void>(removed.ok());
}

absl::StatusOr<StagedProfile> StagedProfile::Make(
    const ProfilesDirectory& directory, const std::string& name) {
  const absl::StatusOr<UniqueFd> lock = LockProfiles(directory);
  if (!lock.ok()) return lock.status();
  SweepLeftovers(directory);
  const int profiles_fd = directory.profiles.get();
  if (IsThere(profiles_fd, name)) return Exists(directory, name);
  const std::string work_name = WorkName(name, "staging", getpid());
  auto made = MakeDirectory(profiles_fd, work_name, 0700);
  if (!made.ok()) {
    return ProfileFileError(made.error().err,
                            absl::StrCat("cannot create ", directory.root_path,
                                         "/profiles/", name));
  }
  UniqueFd fd(made.value().release());
  MarkInUse(fd.get());
  return StagedProfile(directory, name, std::move(fd));
}

absl::Status StagedProfile::Publish(const UniqueFd&) {
  const int profiles_fd = directory_->profiles.get();
  // The directory's entries must be on the disk before its own name is.
  fsync(fd_.get());
  const int error = RenameWithoutReplacing(profiles_fd, work_name_, name_);
  if (error == EEXIST) return Exists(*directory_, name_);
  if (error != 0) {
    return ProfileFileError(
        error, absl::StrCat("cannot create ", directory_->root_path,
                            "/profiles/", name_));
  }
  fsync(profiles_fd);
  fd_.reset();
  RemoveTombstone(profiles_fd, name_);
  return absl::OkStatus();
}

}  // namespace hermes::gateway
