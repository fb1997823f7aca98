#ifndef GATEWAY_PROFILE_OWNER_IDENTITY_H_
#define GATEWAY_PROFILE_OWNER_IDENTITY_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// Makes root act as the owner of a directory during its lifetime, with the
// owner's uid and group and no other groups, so that root owns no file of
// Hermes and the owner gains none of root's rights. The destructor restores
// root, which a slot below a root's s6-svscan needs. Changes nothing for any
// other uid, for a directory that root owns, or for a missing directory.
// Applies to the whole process.
class OwnerIdentity {
 public:
  // Errors: PermissionDenied if root may not act as another uid.
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
