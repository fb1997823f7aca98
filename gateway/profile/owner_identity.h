#ifndef GATEWAY_PROFILE_OWNER_IDENTITY_H_
#define GATEWAY_PROFILE_OWNER_IDENTITY_H_

#include <sys/types.h>

#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// Root acts as the owner of a directory for as long as this lives, so that no
// file of Hermes becomes root's; afterwards it is root again, which a slot
// below a root's s6-svscan needs. For any other uid, for a directory of root's
// and for one that is not there, nothing changes. For one thread.
class OwnerIdentity {
 public:
  // Errors: PermissionDenied where root may not act as another uid.
  static absl::StatusOr<OwnerIdentity> Of(const std::string& directory);
  OwnerIdentity(OwnerIdentity&& other) noexcept;
  ~OwnerIdentity();

 private:
  explicit OwnerIdentity(bool changed) : changed_(changed) {}
  bool changed_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_OWNER_IDENTITY_H_
