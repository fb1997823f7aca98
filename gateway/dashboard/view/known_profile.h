#ifndef GATEWAY_DASHBOARD_VIEW_KNOWN_PROFILE_H_
#define GATEWAY_DASHBOARD_VIEW_KNOWN_PROFILE_H_

#include <string>

namespace hermes::gateway {

// True if `name` is the name of a profile that the data root `root` has; false
// for any other text, of whatever a request brought.
bool IsKnownProfile(const std::string& root, const std::string& name);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_VIEW_KNOWN_PROFILE_H_
