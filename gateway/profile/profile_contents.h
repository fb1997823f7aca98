#ifndef GATEWAY_PROFILE_PROFILE_CONTENTS_H_
#define GATEWAY_PROFILE_PROFILE_CONTENTS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "gateway/seeding/seed_plan.h"

namespace hermes::gateway {

// The input from which a new profile is created.
struct NewProfile {
  std::string description;
  std::optional<std::string> soul;    // of the profile that is cloned
  std::optional<std::string> config;  // likewise, see CloneConfig()
};

// Returns the directories of a new profile and all its files except .env. Pure.
SeedPlan PlanProfile(const NewProfile& profile);

// Returns the .env of a new profile, with `key` and `port` for its API. Pure.
SeedFile ProfileDotenv(const std::string& key, uint16_t port);

// Returns the `description` in the text of a profile.yaml; "" if it is missing
// or the text is damaged. Pure.
std::string DescriptionIn(const std::string& profile_yaml);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_PROFILE_CONTENTS_H_
