#ifndef GATEWAY_PROFILE_FIND_PROFILE_H_
#define GATEWAY_PROFILE_FIND_PROFILE_H_

#include <map>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/profile/profile_choice.h"

namespace hermes::gateway {

// Gathers the facts and chooses the profile; `option` is the value of -p. Reads
// <root>/active_profile; writes nothing. Errors: InvalidArgument.
absl::StatusOr<Profile> FindProfile(
    const std::optional<std::string>& option,
    const std::map<std::string, std::string>& environment);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_FIND_PROFILE_H_
