#ifndef GATEWAY_DASHBOARD_VIEW_KNOWN_PROFILE_H_
#define GATEWAY_DASHBOARD_VIEW_KNOWN_PROFILE_H_

#include <string>

namespace hermes::gateway::dashboard {

// Returns true if `name` is the name of a profile below the data root `root`;
// false for any other text. Safe for untrusted input.
bool IsKnownProfile(const std::string& root, const std::string& name);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_VIEW_KNOWN_PROFILE_H_
