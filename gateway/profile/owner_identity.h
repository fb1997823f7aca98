#ifndef GATEWAY_PROFILE_OWNER_IDENTITY_H_
#define GATEWAY_PROFILE_OWNER_IDENTITY_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// Root acts as the owner of a directory for as long as this lives, with the
// owner's uid and group and no other groups, so that no file of Hermes becomes
// root's and the owner gains no right of root's. Afterwards it is root again,
// which a slot below a root's s6-svscan needs. For any other uid, for a
// directory of root's and for one that is not there, nothing changes. Applies
// to the whole process.
class OwnerIdentity {
 public:
  // Errors: PermissionDenied where root may not act as another uid.
  static absl::StatusOr<OwnerIdentity> Of(const std::string& directory);
  OwnerIdentity(OwnerIdentity&& other) noexcept;
  ~OwnerIdentity();

 private:
  explicit OwnerIdentity(std::optional<std::vector<gid_t>> groups)
      : groups_(std::move(groups)) {}

  // Root's supplementary groups; std::nullopt if nothing was changed.
  std::optional<std::vector<gid_t>> groups_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_OWNER_IDENTITY_H_
