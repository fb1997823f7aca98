#include "shim/init/preparation.h"

#include <string>
#include <utility>

#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/facts/run_directory.h"
#include "shim/init/data_root.h"
#include "shim/init/init_request.h"
#include "shim/init/terminal.h"
#include "shim/init/tree_directories.h"
#include "shim/init/tree_owner.h"
#include "shim/privileges/identity.h"

namespace hermes {
namespace {

void SayOfBoot(const InitRequest& request, const std::string& line) {
  if (!request.profile.empty()) Say({line});
}

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

// Returns 0, or the exit code of a refusal that has been said.
int DropRoot(const InitRequest& request, const Identity& identity) {
  const Expected<void> prepared =
      PrepareDataRoot(request.data_root, identity.uid, identity.gid);
  if (!prepared.ok()) SayOfBoot(request, Describe(prepared.error()));
  GiveTerminalsTo(identity.uid);
  bool groups_denied = false;
  const Expected<void> taken = TakeIdentity(identity, &groups_denied);
  if (!taken.ok()) {
    Say({"root cannot be dropped (", Describe(taken.error()),
         "); start the container with `--user ", std::to_string(identity.uid),
         "`"});
    return kExitPermission;
  }
  if (groups_denied) {
    SayOfBoot(request,
              "setting supplementary groups is not allowed here; going on");
  }
  return 0;
}

}  // namespace

Preparation Prepare(const InitRequest& request) {
  Preparation done;
  TreeOwner owner;
  const Refusal refusal = ChooseTreeOwner(request.context.environment, &owner);
  if (refusal.exit_code != 0) {
    Say({refusal.message});
    done.refused = refusal.exit_code;
    return done;
  }
  MakeDirectories(request, owner.identity, &done);
  if (owner.drop_root) {
    done.refused = DropRoot(request, owner.identity);
    if (done.refused != 0) return done;
    done.dropped_root = true;
  }
  if (!request.profile.empty() && !IsWritableDirectory(request.data_root)) {
    Say({"the data directory ", request.data_root, " cannot be written by uid ",
         std::to_string(owner.identity.uid),
         "; give it to that uid, or mount one that is its own"});
    done.refused = kExitPermission;
  }
  return done;
}

}  // namespace hermes
