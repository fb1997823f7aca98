#ifndef GATEWAY_PROFILE_PROFILE_CONTENTS_H_
#define GATEWAY_PROFILE_PROFILE_CONTENTS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "gateway/seeding/seed_plan.h"

namespace hermes::gateway {

// What a new profile is made from.
struct NewProfile {
  std::string description;
  std::optional<std::string> soul;    // of the profile it is a clone of
  std::optional<std::string> config;  // likewise, see CloneConfig()
};

// The directories of a new profile and all its files but .env. Pure.
SeedPlan PlanProfile(const NewProfile& profile);

// The .env of a new profile, with `key` and `port` for its API. Pure.
SeedFile ProfileDotenv(const std::string& key, uint16_t port);

// The `description` in the text of a profile.yaml; "" if there is none or the
// text is damaged. Pure.
std::string DescriptionIn(const std::string& profile_yaml);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_PROFILE_CONTENTS_H_
