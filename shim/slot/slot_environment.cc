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
#include "shim/invocation/profile.h"
#include "shim/privileges/home.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

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

Environment GatewayEnvironment(Environment environment,
                               std::string_view profile) {
  const DataHome data = ParseDataHome(environment.GetOrEmpty("HERMES_HOME"));
  const std::string& root = data.root;
  if (data.profile.value_or(std::string(profile)) != profile) {
    environment.Set("HERMES_HOME", root);
  }
  LeaveRootsHome(root, environment);
  environment.Set("HERMES_S6_SUPERVISED_CHILD", "1");
  environment.Set("HERMES_SUPERVISED_CHILD", "1");
  // They name descriptors and a socket of the container's main process.
  environment.UnsetPrefix("LISTEN_");
  environment.Unset("NOTIFY_SOCKET");
  environment.Unset(kOriginalNofileVariable);
  environment.Unset(kOriginalUmaskVariable);
  environment.Unset(kIdleTreeVariable);
  return environment;
}

}  // namespace hermes
