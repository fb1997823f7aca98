#ifndef GATEWAY_PROFILE_DESCRIBE_PROFILE_H_
#define GATEWAY_PROFILE_DESCRIBE_PROFILE_H_

#include <string>

#include "gateway/config/environment.h"
#include "gateway/profile/profile_card.h"

namespace hermes::gateway {

// Reads the settings of the profile `name` of `root`; `container` is the
// process's own environment. Reports settings that are damaged or cannot be
// read in the card's `problem`. Does not set `active`.
ProfileCard DescribeProfile(const std::string& root, const std::string& name,
                            const EnvironmentMap& container);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_DESCRIBE_PROFILE_H_
