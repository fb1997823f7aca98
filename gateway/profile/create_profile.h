#ifndef GATEWAY_PROFILE_CREATE_PROFILE_H_
#define GATEWAY_PROFILE_CREATE_PROFILE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/config/environment.h"

namespace hermes::gateway {

struct CreateRequest {
  std::string root;
  std::string name;                   // valid, see CheckNewProfileName()
  std::optional<std::string> source;  // the profile to clone
  bool skills = true;                 // whether to copy the source's skills
  std::string description;
  EnvironmentMap environment;  // the container's; names the default's ports
};

struct CreatedProfile {
  std::string home;
  uint16_t port = 0;
  std::vector<std::string> remarks;  // one line each, for the user
};

// Creates a profile completely or not at all: a directory (0700) with SOUL.md,
// config.yaml, profile.yaml and a .env (0600), which contains a key and a port
// that no other profile's settings name. Several processes may do this at once,
// even for the same name. Prints nothing, and no result contains the key.
// Errors: InvalidArgument for an unknown source; FailedPrecondition, file:line,
// for a config.yaml that cannot be cloned; otherwise as StagedProfile and
// ProfileFileError().
absl::StatusOr<CreatedProfile> CreateProfile(const CreateRequest& request);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_CREATE_PROFILE_H_
