#include "gateway/profile/profile_choice.h"

#include <filesystem>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

constexpr char kDefault[] = "default";
constexpr char kImageHome[] = "/opt/data";

using ExistsFn = std::function<bool(const std::string&)>;

// Returns the absolute, lexically normal path without a trailing slash.
std::string Normalised(const std::string& path, const std::string& base) {
  std::string out =
      (std::filesystem::path(base) / path).lexically_normal().string();
  while (out.size() > 1 && out.back() == '/') out.pop_back();
  return out;
}

Profile MakeProfile(const ProfileRoot& root, const std::string& name) {
  return Profile{name, root.path, ProfileHome(root.path, name), ""};
}

absl::StatusOr<Profile> Requested(const ProfileRoot& root,
                                  const std::string& name,
                                  const ExistsFn& exists) {
  if (!IsProfileName(name)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", name,
        "' is not a valid profile name: use up to 64 of a-z, 0-9, _ and -, ",
        "not beginning with _ or -"));
  }
  Profile profile = MakeProfile(root, name);
  if (!profile.is_default() && !exists(profile.home)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "there is no profile '", name, "': ", profile.home, " does not exist"));
  }
  return profile;
}

Profile DefaultInsteadOf(const ProfileRoot& root, const std::string& why) {
  Profile profile = MakeProfile(root, kDefault);
  profile.warning =
      absl::StrCat("active_profile is ignored: ", why, "; using default");
  return profile;
}

}  // namespace

std::string ProfileHome(const std::string& root, const std::string& name) {
  return name == kDefault ? root : absl::StrCat(root, "/profiles/", name);
}

bool IsProfileName(const std::string& name) {
  const auto is_alnum = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  if (name.empty() || name.size() > 64 || !is_alnum(name[0])) return false;
  for (const char c : name) {
    if (!is_alnum(c) && c != '_' && c != '-') return false;
  }
  return true;
}

absl::StatusOr<ProfileRoot> FindProfileRoot(const ProfileFacts& facts) {
  ProfileRoot root;
  if (facts.home_variable.empty()) {
    if (facts.image_home_exists) {
      root.path = kImageHome;
    } else if (!facts.user_home.empty()) {
      root.path = Normalised(absl::StrCat(facts.user_home, "/.hermes"),
                             facts.working_directory);
    } else {
      return absl::InvalidArgumentError(
          "neither HERMES_HOME nor HOME is set; set HERMES_HOME to the "
          "directory for Hermes' data");
    }
    return root;
  }
  root.path = Normalised(facts.home_variable, facts.working_directory);
  const std::filesystem::path path(root.path);
  if (path.parent_path().filename() == "profiles") {
    root.named = path.filename().string();
    root.path = path.parent_path().parent_path().string();
  }
  return root;
}

absl::StatusOr<Profile> ChooseProfile(const ProfileFacts& facts,
                                      const ProfileRoot& root,
                                      const std::string& active_profile,
                                      const ExistsFn& exists) {
  if (facts.option.has_value()) return Requested(root, *facts.option, exists);
  if (root.named.has_value()) return Requested(root, *root.named, exists);
  const std::string active(absl::StripAsciiWhitespace(active_profile));
  if (facts.supervised_child || active.empty()) {
    return MakeProfile(root, kDefault);
  }
  absl::StatusOr<Profile> profile = Requested(root, active, exists);
  if (profile.ok()) return profile;
  return DefaultInsteadOf(root, absl::StrCat(profile.status().message()));
}

}  // namespace hermes::gateway
