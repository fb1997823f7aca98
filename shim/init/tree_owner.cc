#include "shim/init/tree_owner.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/invocation/truth.h"
#include "shim/privileges/capabilities.h"
#include "shim/privileges/identity.h"

namespace hermes {
namespace {

constexpr size_t kLargestAccountFile = 4 << 20;

std::string AccountFile(const char* path) {
  Expected<std::string> text =
      ReadSmallFile(AT_FDCWD, path, kLargestAccountFile);
  // An image without it is as good as one with an empty one.
  return text.ok() ? std::move(text).value() : std::string();
}

std::vector<gid_t> CurrentGroups() {
  std::vector<gid_t> groups(65536);
  const int count = getgroups(static_cast<int>(groups.size()), groups.data());
  groups.resize(count < 0 ? 0 : static_cast<size_t>(count));
  return groups;
}

}  // namespace

Refusal ChooseTreeOwner(const Environment& environment, TreeOwner* owner) {
  if (geteuid() != 0) {
    owner->identity = {geteuid(), getegid(), CurrentGroups()};
    return {};
  }
  if (!MayChangeIdentity()) {
    if (ParseTruth(environment.GetOrEmpty("HERMES_ALLOW_ROOT_GATEWAY")) ==
        Truth::kTrue) {
      owner->identity = {0, getegid(), CurrentGroups()};
      return {};
    }
    return {kExitPermission,
            "started as root without the capabilities SETUID and SETGID, so "
            "root cannot be dropped; start the container with `--user 10000`, "
            "or set HERMES_ALLOW_ROOT_GATEWAY=1 to stay root"};
  }
  const Expected<Identity> chosen =
      ChooseIdentity(environment, AccountFile("/etc/passwd"),
                     AccountFile("/etc/group"), CurrentGroups());
  if (!chosen.ok()) {
    return {kExitUsage,
            Describe(chosen.error()) +
                "; it must be a number from 1 to 4294967294, because the "
                "gateway never runs as root"};
  }
  owner->identity = chosen.value();
  owner->drop_root = true;
  return {};
}

}  // namespace hermes
