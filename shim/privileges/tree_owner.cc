#include "shim/privileges/tree_owner.h"

#include <sys/types.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/truth.h"
#include "shim/privileges/account_facts.h"
#include "shim/privileges/capabilities.h"
#include "shim/privileges/identity.h"

namespace hermes {

StartError ChooseTreeOwner(const Environment& environment, TreeOwner* owner) {
  if (geteuid() != 0) {
    owner->identity = {geteuid(), getegid(), SupplementaryGroups()};
    return {};
  }
  if (!MayChangeIdentity()) {
    if (ParseTruth(environment.GetOrEmpty("HERMES_ALLOW_ROOT_GATEWAY")) ==
        Truth::kTrue) {
      owner->identity = {0, getegid(), SupplementaryGroups()};
      return {};
    }
    return {kExitPermission,
            "started as root without the capabilities SETUID and SETGID, so "
            "root cannot be dropped; start the container with `--user 10000`, "
            "or set HERMES_ALLOW_ROOT_GATEWAY=1 to stay root"};
  }
  std::vector<gid_t> groups = SupplementaryGroups();
  // An operator who mounts the engine's socket wants the gateway to use it.
  if (const auto socket = DockerSocketGroup()) groups.push_back(*socket);
  const Expected<Identity> chosen =
      ChooseIdentity(environment, PasswdText(), GroupText(), groups);
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
