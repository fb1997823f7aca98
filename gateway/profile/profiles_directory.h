#ifndef GATEWAY_PROFILE_PROFILES_DIRECTORY_H_
#define GATEWAY_PROFILE_PROFILES_DIRECTORY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// The data root and its directory `profiles`, open. All operations on profiles
// use paths below these two descriptors and follow no symbolic link.
struct ProfilesDirectory {
  std::string root_path;
  UniqueFd root;
  UniqueFd profiles;
};

// Returns a file error as one line for the user: PermissionDenied (also for a
// read-only file system), ResourceExhausted (no space), otherwise NotFound,
// which means that the file cannot be created or removed.
absl::Status ProfileFileError(int error, const std::string& what);

// Opens both, creating `profiles` if it is missing. Errors: as
// ProfileFileError(); `root` itself must exist.
absl::StatusOr<ProfilesDirectory> OpenProfiles(const std::string& root);

// Takes the lock that makes other commands that create or delete profiles wait
// until the result is destroyed; it blocks no other process. Waits at most 10 s
// for the current holder. If the file system does not support locks, returns
// without one.
// Errors: Aborted if the holder is still busy after that time.
absl::StatusOr<UniqueFd> LockProfiles(const ProfilesDirectory& directory);

// Returns the name of the directory in which a command with the pid `pid`
// creates ("staging") or removes ("deleted") the profile `name`. It is never a
// valid profile name. Pure.
std::string WorkName(const std::string& name, const std::string& kind, int pid);

// Returns true if `entry` has the format of WorkName(). Pure.
bool IsWorkName(const std::string& entry);

// Takes a lock on the open working directory `fd` for the lifetime of this
// process. SweepLeftovers() recognises by that lock that the directory is in
// use. Call it before the directory gets a name of WorkName() or, if it is
// created with such a name, before the lock of LockProfiles() under which it
// was created is released.
void MarkInUse(int fd);

// Removes the working directories of commands that were killed, which are those
// not marked as in use. The caller must hold the lock of LockProfiles(). What
// cannot be removed stays; that is not an error.
void SweepLeftovers(const ProfilesDirectory& directory);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_PROFILES_DIRECTORY_H_
