#ifndef GATEWAY_PROFILE_PROFILES_DIRECTORY_H_
#define GATEWAY_PROFILE_PROFILES_DIRECTORY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// The data root and its directory `profiles`, open. All that is done to
// profiles is done below these two descriptors, through no symbolic link.
struct ProfilesDirectory {
  std::string root_path;
  UniqueFd root;
  UniqueFd profiles;
};

// An error about a file as one line for the user: PermissionDenied (also for a
// read-only file system), ResourceExhausted (no room), else NotFound, which
// means that it cannot be made or taken away.
absl::Status ProfileFileError(int error, const std::string& what);

// Opens them, making `profiles` if it is missing. Errors: as
// ProfileFileError(); `root` itself must be there.
absl::StatusOr<ProfilesDirectory> OpenProfiles(const std::string& root);

// Keeps other commands that make or delete profiles waiting until the result
// goes; nobody else is kept from anything. Waits at most 10 s for such another
// one. Where the file system has no locks there is nothing to wait for.
// Errors: Aborted if the other one is still busy then.
absl::StatusOr<UniqueFd> LockProfiles(const ProfilesDirectory& directory);

// The name of what a command with the pid `pid` works on: while it makes the
// profile `name` ("staging"), or takes it away ("deleted"). Such names are no
// profile's. Pure.
std::string WorkName(const std::string& name, const std::string& kind, int pid);

// True if WorkName() made `entry`. Pure.
bool IsWorkName(const std::string& entry);

// Takes a lock on the open working directory `fd` for as long as this process
// lives, by which SweepLeftovers() knows that it is in use. Call it before the
// directory has a name of WorkName() or, if it is made with such a name, before
// the lock of LockProfiles() under which it was made is released.
void MarkInUse(int fd);

// Removes the working directories of commands that were killed: those which
// nobody has marked as in use. Expects the lock of LockProfiles(). What cannot
// be removed stays and is no error.
void SweepLeftovers(const ProfilesDirectory& directory);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_PROFILES_DIRECTORY_H_
