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
  bool skills = true;                 // of the source
  std::string description;
  EnvironmentMap environment;  // the container's: the default profile's ports
};

struct CreatedProfile {
  std::string home;
  uint16_t port = 0;
  std::vector<std::string> remarks;  // one line each, for the user
};

// Makes the profile whole or not at all: a directory of its own (0700) with
// SOUL.md, config.yaml, profile.yaml and a .env (0600) with a key and a port
// that no other profile's settings name. Several processes may do this at
// once, for one name too. Prints nothing, and no result holds the key.
// Errors: InvalidArgument for an unknown source; FailedPrecondition,
// file:line, for a config.yaml that cannot be cloned; else as StagedProfile
// and ProfileFileError().
absl::StatusOr<CreatedProfile> CreateProfile(const CreateRequest& request);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_CREATE_PROFILE_H_
