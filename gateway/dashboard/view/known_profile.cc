#include "gateway/dashboard/view/known_profile.h"

#include <algorithm>
#include <vector>

#include "gateway/profile/profile_choice.h"
#include "shim/profile/profile_list.h"

namespace hermes::gateway::dashboard {

bool IsKnownProfile(const std::string& root, const std::string& name) {
  if (!IsProfileName(name)) return false;
  const std::vector<std::string> profiles = ListProfiles(root);
  return std::find(profiles.begin(), profiles.end(), name) != profiles.end();
}

}  // namespace hermes::gateway::dashboard
