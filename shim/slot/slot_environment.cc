#include "shim/slot/slot_environment.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/slot/slot_name.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

constexpr char kImageHome[] = "/opt/data";
constexpr std::string_view kProfiles = "/profiles";
// The kernel's own limit for one execve's strings is a quarter of the stack
// limit, 2 MiB where that is 8.
constexpr size_t kEnvironmentLimit = 8u << 20;

std::vector<std::string> SplitAtNul(std::string_view text) {
  std::vector<std::string> entries;
  while (!text.empty()) {
    const size_t end = text.find('\0');
    entries.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return entries;
}

std::string_view WithoutTrailingSlashes(std::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  return path;
}

// A data root and the profile that HERMES_HOME names below it, if any.
struct Home {
  std::string_view root;
  std::string_view profile;
};

Home SplitHome(std::string_view home) {
  home = WithoutTrailingSlashes(home);
  const size_t slash = home.rfind('/');
  if (slash == std::string_view::npos) return {home, ""};
  const std::string_view parent = home.substr(0, slash);
  const std::string_view name = home.substr(slash + 1);
  const bool below_profiles =
      parent.size() > kProfiles.size() &&
      parent.substr(parent.size() - kProfiles.size()) == kProfiles;
  if (!below_profiles || !IsProfileName(name)) return {home, ""};
  return {parent.substr(0, parent.size() - kProfiles.size()), name};
}

}  // namespace

Expected<Environment> LoadSlotEnvironment(int data_fd,
                                          const Environment& inherited) {
  struct stat st;
  if (fstatat(data_fd, kEnvironmentFile, &st, AT_SYMLINK_NOFOLLOW) != 0) {
    if (errno == ENOENT) return inherited;
    return Error{errno, "examining data/", kEnvironmentFile};
  }
  // data/ is 0700 and its owner's alone: what was examined is what is read.
  if (st.st_uid != geteuid() || (st.st_mode & 077) != 0) {
    return Error{EPERM, "trusting data/", kEnvironmentFile};
  }
  const Expected<std::string> text =
      ReadSmallFile(data_fd, kEnvironmentFile, kEnvironmentLimit, O_NOFOLLOW);
  if (!text.ok()) return text.error();
  return Environment(SplitAtNul(text.value()));
}

std::string DataRootOf(const Environment& environment) {
  const std::string_view home = environment.GetOrEmpty("HERMES_HOME");
  return home.empty() ? kImageHome : std::string(SplitHome(home).root);
}

Environment GatewayEnvironment(Environment environment,
                               std::string_view profile) {
  const std::string root = DataRootOf(environment);
  const std::string_view named =
      SplitHome(environment.GetOrEmpty("HERMES_HOME")).profile;
  if (!named.empty() && named != profile) environment.Set("HERMES_HOME", root);
  const std::string_view home = environment.GetOrEmpty("HOME");
  if (home.empty() || home == "/" || home == "/root") {
    environment.Set("HOME", root);
  }
  environment.Set("HERMES_S6_SUPERVISED_CHILD", "1");
  environment.Set("HERMES_SUPERVISED_CHILD", "1");
  // They name descriptors and a socket of the container's main process.
  environment.UnsetPrefix("LISTEN_");
  environment.Unset("NOTIFY_SOCKET");
  environment.Unset(kOriginalNofileVariable);
  environment.Unset(kOriginalUmaskVariable);
  return environment;
}

}  // namespace hermes
