#include "gateway/profile/owner_identity.h"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {

namespace {

// Returns std::nullopt if the kernel does not report them.
std::optional<std::vector<gid_t>> SupplementaryGroups() {
  const int count = getgroups(0, nullptr);
  if (count < 0) return std::nullopt;
  std::vector<gid_t> groups(static_cast<size_t>(count));
  if (getgroups(count, groups.data()) != count) return std::nullopt;
  return groups;
}

bool IsRootAgain(const std::vector<gid_t>& groups) {
  return seteuid(0) == 0 && setegid(0) == 0 &&
         setgroups(groups.size(), groups.data()) == 0;
}

}  // namespace

absl::StatusOr<OwnerIdentity> OwnerIdentity::Of(const std::string& directory) {
  struct stat st = {};
  if (geteuid() != 0 || stat(directory.c_str(), &st) != 0 || st.st_uid == 0) {
    return OwnerIdentity(std::nullopt);
  }
  std::optional<std::vector<gid_t>> groups = SupplementaryGroups();
  // Groups first: they cannot be changed without root's uid.
  if (groups.has_value() && setgroups(1, &st.st_gid) == 0) {
    if (setegid(st.st_gid) == 0 && seteuid(st.st_uid) == 0) {
      return OwnerIdentity(std::move(groups));
    }
    if (!IsRootAgain(*groups)) abort();
  }
  return absl::PermissionDeniedError(absl::StrCat(
      "root may not act as uid ", st.st_uid, ", the owner of ", directory,
      "; run this as that uid, in a container with --user ", st.st_uid));
}

OwnerIdentity::OwnerIdentity(OwnerIdentity&& other) noexcept
    : groups_(std::exchange(other.groups_, std::nullopt)) {}

OwnerIdentity::~OwnerIdentity() {
  if (!groups_.has_value()) return;
  // Continuing with an identity that the caller does not expect would be worse
  // than an end.
  if (!IsRootAgain(*groups_)) abort();
}

}  // namespace hermes::gateway
