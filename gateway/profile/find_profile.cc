#include "gateway/profile/find_profile.h"

#include <fcntl.h>

#include <filesystem>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "gateway/files/durable_file.h"

namespace hermes::gateway {
namespace {

std::string Value(const std::map<std::string, std::string>& environment,
                  const char* name) {
  const auto found = environment.find(name);
  return found == environment.end() ? "" : found->second;
}

bool IsDirectory(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored);
}

}  // namespace

absl::StatusOr<Profile> FindProfile(
    const std::optional<std::string>& option,
    const std::map<std::string, std::string>& environment) {
  std::error_code ignored;
  ProfileFacts facts;
  facts.option = option;
  facts.home_variable = Value(environment, "HERMES_HOME");
  facts.user_home = Value(environment, "HOME");
  facts.image_home_exists = IsDirectory("/opt/data");
  facts.supervised_child =
      !Value(environment, "HERMES_SUPERVISED_CHILD").empty();
  facts.working_directory = std::filesystem::current_path(ignored).string();
  absl::StatusOr<ProfileRoot> root = FindProfileRoot(facts);
  if (!root.ok()) return root.status();
  const absl::StatusOr<std::string> active =
      ReadSmallFile(AT_FDCWD, absl::StrCat(root->path, "/active_profile"), 256);
  return ChooseProfile(facts, *root, active.ok() ? *active : "", IsDirectory);
}

}  // namespace hermes::gateway
