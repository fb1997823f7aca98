#ifndef GATEWAY_PROFILE_STAGED_PROFILE_H_
#define GATEWAY_PROFILE_STAGED_PROFILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/profile/profiles_directory.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// A profile under construction, in profiles/.<name>.staging-<pid>: no program
// takes it for a profile before it is complete. The destructor removes it
// unless it was published; if this process is killed first, the next one that
// creates a profile removes it.
class StagedProfile {
 public:
  // Creates the directory, 0700. `directory` must outlive the result.
  // Errors: AlreadyExists if a profile or any other file has that name; Aborted
  // as LockProfiles(); otherwise as ProfileFileError().
  static absl::StatusOr<StagedProfile> Make(const ProfilesDirectory& directory,
                                            const std::string& name);
  StagedProfile(StagedProfile&&) = default;
  ~StagedProfile();

  int fd() const { return fd_.get(); }

  // Gives the directory its name in one rename that replaces nothing. `lock` is
  // the result of LockProfiles(), as proof that the lock is held. Removes the
  // tombstone of an earlier profile of that name. Errors: AlreadyExists if
  // another process was faster.
  absl::Status Publish(const UniqueFd& lock);

 private:
  StagedProfile(const ProfilesDirectory& directory, std::string name,
                UniqueFd fd);

  const ProfilesDirectory* directory_;
  std::string name_;
  std::string work_name_;
  UniqueFd fd_;  // closed if published or moved from
};

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_STAGED_PROFILE_H_
