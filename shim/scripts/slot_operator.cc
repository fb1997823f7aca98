#include "shim/scripts/slot_operator.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "shim/base/directory_tree.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/process_context.h"
#include "shim/base/truth.h"
#include "shim/base/unique_fd.h"
#include "shim/privileges/account_facts.h"
#include "shim/privileges/identity.h"
#include "shim/privileges/new_privileges.h"
#include "shim/slot/slot_environment.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

bool IsRootsAlone(const struct stat& st) {
  return st.st_uid == 0 && (st.st_mode & 022) == 0;
}

Expected<void> GiveUpRoot(uid_t uid, gid_t gid) {
  // Drop root's supplementary groups and keep the container's own, as
  // everywhere else that gives up root.
  const Environment ids({"HERMES_UID=" + std::to_string(uid),
                         "HERMES_GID=" + std::to_string(gid)});
  const Expected<Identity> identity =
      ChooseIdentity(ids, "", GroupText(), SupplementaryGroups());
  if (!identity.ok()) return identity.error();
  bool groups_denied = false;
  return AssumeIdentity(identity.value(), &groups_denied);
}

bool AllowsRoot(const Environment& environment) {
  return ParseTruth(environment.GetOrEmpty("HERMES_ALLOW_ROOT_GATEWAY")) ==
         Truth::kTrue;
}

// Returns the same for the slot's own environment, in a data/ that belongs to
// root.
bool SlotAllowsRoot(int slot_fd) {
  const Expected<UniqueFd> data = OpenDirectory(slot_fd, kDataDirectory);
  if (!data.ok()) return false;
  const Expected<Environment> environment =
      LoadSlotEnvironment(data.value().get(), Environment());
  return environment.ok() && AllowsRoot(environment.value());
}

}  // namespace

Expected<ProcessContext> BecomeOperator(const ProcessContext& context,
                                        const std::string& slot_directory) {
  if (geteuid() != 0) return context;
  const Expected<UniqueFd> slot = OpenDirectory(AT_FDCWD, slot_directory);
  if (!slot.ok()) return slot.error();
  const int slot_fd = slot.value().get();
  struct stat slot_st;
  struct stat data_st;
  if (fstat(slot_fd, &slot_st) != 0 ||
      fstatat(slot_fd, kDataDirectory, &data_st, AT_SYMLINK_NOFOLLOW) != 0) {
    return Error{errno, "examining", slot_directory};
  }
  ProcessContext own = context;
  if (IsRootsAlone(slot_st)) {
    Expected<Environment> environment =
        LoadSlotEnvironment(slot_fd, context.environment);
    if (!environment.ok()) return environment.error();
    own.environment = std::move(environment).value();
  }
  if (data_st.st_uid == 0) {
    if (IsRootsAlone(slot_st) &&
        (AllowsRoot(own.environment) || SlotAllowsRoot(slot_fd))) {
      return own;
    }
    return Error{EPERM,
                 "finding the operator of the slot, because root owns its",
                 kDataDirectory};
  }
  const Expected<void> given_up = GiveUpRoot(data_st.st_uid, data_st.st_gid);
  if (!given_up.ok()) return given_up.error();
  ForbidNewPrivileges(own.environment);
  return own;
}

}  // namespace hermes
