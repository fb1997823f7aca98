#include "shim/entry/front_door.h"

#include <fcntl.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/process_context.h"
#include "shim/base/small_file.h"
#include "shim/base/truth.h"
#include "shim/facts/ancestry.h"
#include "shim/facts/evidence_query.h"
#include "shim/facts/s6_evidence.h"
#include "shim/privileges/account_facts.h"
#include "shim/privileges/home.h"
#include "shim/privileges/identity.h"
#include "shim/privileges/new_privileges.h"
#include "shim/profile/profile.h"

namespace hermes {
namespace {

constexpr char kProc[] = "/proc";
constexpr std::string_view kAsRootVariable = "HERMES_DOCKER_EXEC_AS_ROOT";

FrontDoorFacts GatherFrontDoorFacts(const Environment& environment) {
  FrontDoorFacts facts;
  facts.environment = environment;
  const S6Evidence evidence = FindS6Evidence(EvidenceQueryFor(environment));
  facts.pid1_name = evidence.pid1_name;
  facts.tree_is_ours = evidence.own_mark;
  Expected<std::string> status = ReadSmallFile(AT_FDCWD, "/proc/1/status");
  if (status.ok()) facts.pid1_status = std::move(status).value();
  facts.passwd = PasswdText();
  facts.group = GroupText();
  facts.groups = SupplementaryGroups();
  return facts;
}

int Refuse(const Error& error) {
  Say({"root has called hermes, but root cannot be dropped (", Describe(error),
       "); use docker exec -u with the hermes user, or set ", kAsRootVariable,
       "=1 to stay root"});
  return kExitNotExecutable;
}

}  // namespace

Expected<std::optional<Identity>> FrontDoorIdentity(
    const FrontDoorFacts& facts) {
  const std::optional<Identity> stay_root;
  if (ParseTruth(facts.environment.GetOrEmpty(kAsRootVariable)) ==
      Truth::kTrue) {
    return stay_root;
  }
  const bool pid1_is_tree = facts.pid1_name == "s6-svscan";
  if (pid1_is_tree) {
    std::optional<Identity> pid1 = IdentityFromStatus(facts.pid1_status);
    // s6-overlay's PID 1 has the same name, and is root.
    if (pid1 && pid1->uid != 0) return pid1;
    if (pid1 && facts.tree_is_ours) return stay_root;
  }
  Expected<Identity> chosen = ChooseIdentity(facts.environment, facts.passwd,
                                             facts.group, facts.groups);
  if (!chosen.ok()) return chosen.error();
  return std::optional<Identity>(std::move(chosen).value());
}

bool IsFrontDoor() { return getpid() != 1 && !IsBelowPid1(getppid(), kProc); }

int PassFrontDoor(ProcessContext& context) {
  if (geteuid() != 0) return 0;
  const std::string_view as_root =
      context.environment.GetOrEmpty(kAsRootVariable);
  if (ParseTruth(as_root) == Truth::kUnrecognised) {
    Say({kAsRootVariable, "='", as_root,
         "' is not understood, so root is dropped; use 1, true or yes to stay "
         "root"});
  }
  const Expected<std::optional<Identity>> identity =
      FrontDoorIdentity(GatherFrontDoorFacts(context.environment));
  if (!identity.ok()) return Refuse(identity.error());
  if (!identity.value()) return 0;
  bool groups_denied = false;
  const Expected<void> taken =
      AssumeIdentity(*identity.value(), &groups_denied);
  if (!taken.ok()) return Refuse(taken.error());
  ForbidNewPrivileges(context.environment);
  const std::string_view home = context.environment.GetOrEmpty("HERMES_HOME");
  LeaveRootsHome(ParseDataHome(home).root, context.environment);
  return 0;
}

}  // namespace hermes
