#include "gateway/profile/owner_identity.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {

absl::StatusOr<OwnerIdentity> OwnerIdentity::Of(const std::string& directory) {
  struct stat st = {};
  if (geteuid() != 0 || stat(directory.c_str(), &st) != 0 || st.st_uid == 0) {
    return OwnerIdentity(false);
  }
  // The group first: without root's uid it could not be changed.
  if (setegid(st.st_gid) == 0 && seteuid(st.st_uid) == 0) {
    return OwnerIdentity(true);
  }
  if (setegid(0) != 0) abort();
  return absl::PermissionDeniedError(absl::StrCat(
      "root may not act as uid ", st.st_uid, ", the owner of ", directory,
      "; run this as that uid, in a container with --user ", st.st_uid));
}

OwnerIdentity::OwnerIdentity(OwnerIdentity&& other) noexcept
    : changed_(std::exchange(other.changed_, false)) {}

OwnerIdentity::~OwnerIdentity() {
  if (!changed_) return;
  // Going on with an identity that nobody asked for would be worse than an end.
  if (seteuid(0) != 0 || setegid(0) != 0) abort();
}

}  // namespace hermes::gateway
