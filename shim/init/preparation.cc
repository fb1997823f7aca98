#include "shim/init/preparation.h"

#include <string>
#include <utility>

#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/facts/run_directory.h"
#include "shim/init/data_root.h"
#include "shim/init/drop_root.h"
#include "shim/init/init_request.h"
#include "shim/init/tree_directories.h"
#include "shim/privileges/account_facts.h"
#include "shim/privileges/identity.h"
#include "shim/privileges/tree_owner.h"

namespace hermes {
namespace {

void MakeDirectories(const InitRequest& request, const Identity& identity,
                     Preparation* done) {
  Expected<TreeDirectories> directories = MakeTreeDirectories(
      RunDirectoryCandidates(request.context.environment, identity.uid),
      identity.uid, identity.gid);
  if (directories.ok()) {
    done->directories = std::move(directories).value();
  } else {
    done->no_tree = directories.error();
  }
}

// Warns if /etc/passwd has no user hermes. Old packages bring their own file.
void SayOfUnknownUser(const Environment& environment,
                      const Identity& identity) {
  if (KnowsHermesUser(environment, PasswdText())) return;
  Say({"there is no user 'hermes' in /etc/passwd: running as uid ",
       std::to_string(identity.uid), " and gid ", std::to_string(identity.gid),
       "; HERMES_UID and HERMES_GID choose others"});
}

}  // namespace

Preparation Prepare(const InitRequest& request) {
  Preparation done;
  TreeOwner owner;
  const StartError error = ChooseTreeOwner(request.context.environment, &owner);
  if (error.exit_code != 0) {
    Say({error.message});
    done.refused = error.exit_code;
    return done;
  }
  // Checked before anything is created or printed.
  const std::string objection =
      owner.drop_root ? DataRootObjection(request.data_root) : "";
  if (!objection.empty()) {
    Say({objection});
    done.refused = kExitConfiguration;
    return done;
  }
  if (owner.drop_root && !request.profile.empty()) {
    SayOfUnknownUser(request.context.environment, owner.identity);
  }
  MakeDirectories(request, owner.identity, &done);
  if (owner.drop_root) {
    done.refused =
        DropRoot(owner.identity, request.data_root, request.context.environment,
                 !request.profile.empty());
    if (done.refused != 0) return done;
    done.dropped_root = true;
  }
  if (!request.profile.empty() && !IsWritableDirectory(request.data_root)) {
    Say({"the data directory ", request.data_root, " cannot be written by uid ",
         std::to_string(owner.identity.uid),
         "; give it to that uid, or mount one that this uid owns"});
    done.refused = kExitPermission;
  }
  return done;
}

}  // namespace hermes
