#include "shim/profile/profile_list.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>
#include <vector>

#include "shim/profile/slot_name.h"

namespace hermes {
namespace {

constexpr char kDefaultProfile[] = "default";

bool HasSoul(int profiles_fd, const std::string& name) {
  struct stat st;
  return fstatat(profiles_fd, (name + "/SOUL.md").c_str(), &st, 0) == 0 &&
         S_ISREG(st.st_mode);
}

}  // namespace

std::vector<std::string> ListProfiles(const std::string& root) {
  std::vector<std::string> profiles = {kDefaultProfile};
  DIR* const directory = opendir((root + "/profiles").c_str());
  if (directory == nullptr) return profiles;
  while (const dirent* entry = readdir(directory)) {
    const std::string name = entry->d_name;
    if (IsProfileName(name) && name != kDefaultProfile &&
        HasSoul(dirfd(directory), name)) {
      profiles.push_back(name);
    }
  }
  closedir(directory);
  std::sort(profiles.begin() + 1, profiles.end());
  return profiles;
}

}  // namespace hermes
