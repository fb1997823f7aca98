#include "shim/init/drop_root.h"

#include <sys/types.h>

#include <string>
#include <string_view>

#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/truth.h"
#include "shim/init/data_root.h"
#include "shim/init/terminal.h"
#include "shim/privileges/account_facts.h"
#include "shim/privileges/account_files.h"
#include "shim/privileges/identity.h"
#include "shim/privileges/new_privileges.h"

namespace hermes {

namespace {

// Returns the uid that owns the image's own files, whatever uid the variables
// choose; 0 if it is unknown.
uid_t ImageUid() {
  const Expected<Identity> image =
      ChooseIdentity(Environment(), PasswdText(), GroupText(), {});
  return image.ok() ? image.value().uid : 0;
}

void WarnOfMisspeltSwitch(const Environment& environment) {
  const std::string_view value = environment.GetOrEmpty(kNewPrivilegesVariable);
  if (ParseTruth(value) != Truth::kUnrecognised) return;
  Say({kNewPrivilegesVariable, "='", value,
       "' is not understood and allows nothing; use 1, true or yes"});
}

}  // namespace

int DropRoot(const Identity& identity, const std::string& data_root,
             const Environment& environment, bool say_of_boot) {
  const std::string objection = DataRootObjection(data_root);
  if (!objection.empty()) {
    Say({objection});
    return kExitConfiguration;
  }
  const Expected<void> prepared =
      PrepareDataRoot(data_root, identity.uid, identity.gid, ImageUid());
  if (!prepared.ok() && say_of_boot) Say({Describe(prepared.error())});
  GiveTerminalsTo(identity.uid);
  UpdateAccountFiles(identity.uid, identity.gid);
  bool groups_denied = false;
  const Expected<void> taken = AssumeIdentity(identity, &groups_denied);
  if (!taken.ok()) {
    Say({"root cannot be dropped (", Describe(taken.error()),
         "); start the container with `--user ", std::to_string(identity.uid),
         "`"});
    return kExitPermission;
  }
  ForbidNewPrivileges(environment);
  if (say_of_boot) WarnOfMisspeltSwitch(environment);
  if (groups_denied && say_of_boot) {
    Say({"setting supplementary groups is not allowed here; continuing"});
  }
  return 0;
}

}  // namespace hermes
