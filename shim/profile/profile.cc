#include "shim/profile/profile.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "shim/profile/slot_name.h"

namespace hermes {
namespace {

constexpr std::string_view kDefaultRoot = "/opt/data";
constexpr std::string_view kDefaultProfile = "default";
constexpr std::string_view kProfilesDirectory = "/profiles/";

std::string_view WithoutTrailingSlashes(std::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  return path;
}

std::string_view Trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::string Quoted(std::string_view name) {
  // Limits how much of the log a hostile name can fill.
  constexpr size_t kShown = 80;
  std::string text = "'" + std::string(name.substr(0, kShown));
  return text + (name.size() > kShown ? "...'" : "'");
}

// Returns an error message if the profile `name` cannot run, else "".
std::string ProfileError(std::string_view name,
                         absl::FunctionRef<bool(const std::string&)> exists) {
  if (!IsProfileName(name)) {
    return Quoted(name) +
           " is not a valid profile name: use 1 to 64 of a-z, 0-9, '_' and "
           "'-', beginning with a letter or digit (no upper case)";
  }
  if (name == kDefaultProfile || exists(std::string(name))) return {};
  return "profile " + Quoted(name) +
         " does not exist: create it with 'hermes profile create " +
         std::string(name) + "', or see 'hermes profile list'";
}

}  // namespace

DataHome ParseDataHome(std::string_view home) {
  home = WithoutTrailingSlashes(home.empty() ? kDefaultRoot : home);
  const size_t slash = home.rfind('/');
  if (slash == std::string_view::npos) return {std::string(home), {}};
  const std::string_view parent = home.substr(0, slash + 1);
  const size_t length = kProfilesDirectory.size();
  if (parent.size() < length ||
      parent.substr(parent.size() - length) != kProfilesDirectory) {
    return {std::string(home), {}};
  }
  const std::string_view root = parent.substr(0, parent.size() - length);
  return {root.empty() ? "/" : std::string(root),
          std::string(home.substr(slash + 1))};
}

std::string ProfileDirectory(std::string_view root, std::string_view profile) {
  std::string directory(root);
  if (profile == kDefaultProfile) return directory;
  return directory.append(kProfilesDirectory).append(profile);
}

ProfileChoice ChooseProfile(
    const ProfileSources& sources,
    absl::FunctionRef<bool(const std::string&)> exists) {
  const std::optional<std::string>& named =
      sources.option ? sources.option : sources.home;
  if (named) {
    std::string error = ProfileError(*named, exists);
    if (named->empty()) error = "-p and --profile require a profile name";
    if (!error.empty()) return {"", std::move(error), ""};
    return {*named, "", ""};
  }
  const std::string_view active =
      sources.active_profile ? Trimmed(*sources.active_profile) : "";
  if (active.empty()) return {std::string(kDefaultProfile), "", ""};
  const std::string error = ProfileError(active, exists);
  if (error.empty()) return {std::string(active), "", ""};
  return {std::string(kDefaultProfile), "",
          "the file active_profile is ignored and profile 'default' runs: " +
              error};
}

}  // namespace hermes
