#include "shim/profile/data_files.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <optional>
#include <string>
#include <utility>

#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/profile/profile.h"

namespace hermes {

std::optional<std::string> ReadActiveProfile(const std::string& root) {
  constexpr size_t kLimit = 4096;
  Expected<std::string> content =
      ReadSmallFile(AT_FDCWD, root + "/active_profile", kLimit);
  if (!content.ok()) return std::nullopt;
  return std::move(content).value();
}

bool ProfileExists(const std::string& root, const std::string& profile) {
  struct stat st;
  if (stat(ProfileDirectory(root, profile).c_str(), &st) == 0) {
    return S_ISDIR(st.st_mode);
  }
  return errno != ENOENT && errno != ENOTDIR;
}

}  // namespace hermes
