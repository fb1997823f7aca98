#include "shim/manager/tree_access.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/small_file.h"
#include "shim/facts/evidence_query.h"
#include "shim/facts/s6_evidence.h"
#include "shim/facts/s6_programs.h"
#include "shim/invocation/facts.h"
#include "shim/privileges/identity.h"
#include "shim/privileges/new_privileges.h"

namespace hermes {
namespace {

// Returns PID 1's identity if it has the uid, otherwise only the uid and gid.
Identity IdentityOf(uid_t uid, gid_t gid) {
  const Expected<std::string> status =
      ReadSmallFile(AT_FDCWD, "/proc/1/status");
  if (status.ok()) {
    std::optional<Identity> pid1 = IdentityFromStatus(status.value());
    if (pid1 && pid1->uid == uid) return *std::move(pid1);
  }
  return {uid, gid, {}};
}

}  // namespace

std::string NotSupervisedLine(const std::optional<std::string>& pid1_name,
                              std::string_view live_scandir) {
  std::string line = "nothing supervises gateways in this container: PID 1 is ";
  line.append(pid1_name ? "'" + *pid1_name + "'" : "not visible");
  if (live_scandir.empty()) {
    line.append(" and there is no live s6 scan directory");
  } else {
    line.append(", and the s6 tree at ").append(live_scandir);
    line.append(" is not the container's own");
  }
  return line.append(
      "; start the container with `gateway run` as its command, or run "
      "`hermes gateway run` yourself");
}

Expected<LiveTree, ManagerError> FindLiveTree(const Environment& environment) {
  const S6Evidence evidence = FindS6Evidence(EvidenceQueryFor(environment));
  if (evidence.tree.access == TreeAccess::kNone) {
    return ManagerError{
        ManagerFault::kNotSupervised,
        NotSupervisedLine(evidence.pid1_name, evidence.live_scandir)};
  }
  LiveTree tree;
  tree.scandir = evidence.tree.scandir;
  tree.uid = evidence.scandir_uid;
  tree.gid = evidence.scandir_gid;
  tree.is_own = evidence.own_mark;
  tree.programs = FindS6Programs(environment.GetOrEmpty("PATH"));
  const std::vector<std::string> missing = tree.programs.Missing();
  if (missing.empty()) return tree;
  std::string line = "some of s6's programs are missing:";
  for (const std::string& name : missing) line.append(" ").append(name);
  return ManagerError{ManagerFault::kS6, std::move(line)};
}

Expected<void, ManagerError> BecomeUid(uid_t uid, gid_t gid,
                                       const Environment& environment) {
  if (geteuid() != 0 || uid == 0) return {};
  bool groups_denied = false;
  const Expected<void> taken =
      AssumeIdentity(IdentityOf(uid, gid), &groups_denied);
  if (!taken.ok()) return OperatingError(taken.error());
  ForbidNewPrivileges(environment);
  return {};
}

Expected<void, ManagerError> BecomeOwnerOf(const std::string& directory,
                                           const Environment& environment) {
  if (geteuid() != 0) return {};
  struct stat st;
  if (lstat(directory.c_str(), &st) != 0) {
    return OperatingError({errno, "looking at", directory});
  }
  return BecomeUid(st.st_uid, st.st_gid, environment);
}

}  // namespace hermes
