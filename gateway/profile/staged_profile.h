#ifndef GATEWAY_PROFILE_STAGED_PROFILE_H_
#define GATEWAY_PROFILE_STAGED_PROFILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/profile/profiles_directory.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// A profile that is being made, in profiles/.<name>.staging-<pid>: nobody takes
// it for a profile before it is whole. Removed again if it is not published;
// if this process is killed before that, the next one that makes a profile
// does so.
class StagedProfile {
 public:
  // Makes the directory, 0700. `directory` must outlive the result.
  // Errors: AlreadyExists if there is a profile, or anything, of that name;
  // Aborted as LockProfiles(); else as ProfileFileError().
  static absl::StatusOr<StagedProfile> Make(const ProfilesDirectory& directory,
                                            const std::string& name);
  StagedProfile(StagedProfile&&) = default;
  ~StagedProfile();

  int fd() const { return fd_.get(); }

  // Gives it its name in one rename that replaces nothing. `lock` is
  // LockProfiles()', which proves that it is held. Takes the tombstone of an
  // earlier profile of that name away. Errors: AlreadyExists if another
  // process was faster.
  absl::Status Publish(const UniqueFd& lock);

 private:
  StagedProfile(const ProfilesDirectory& directory, std::string name,
                UniqueFd fd);

  const ProfilesDirectory* directory_;
  std::string name_;
  std::string work_name_;
  UniqueFd fd_;  // closed: published, or moved from
};

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_STAGED_PROFILE_H_
