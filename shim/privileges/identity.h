#ifndef HERMES_SHIM_PRIVILEGES_IDENTITY_H_
#define HERMES_SHIM_PRIVILEGES_IDENTITY_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/expected.h"

namespace hermes {

// Who a process is to be.
struct Identity {
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;  // supplementary
};

// The identity that root gives itself up for: HERMES_UID and HERMES_GID, else
// PUID and PGID, else the user `hermes` of `passwd` (the text of /etc/passwd),
// else 10000. `current_groups` are kept but for 0 and those whose line in
// `group` (the text of /etc/group) lists root. Pure.
// Errors: EINVAL with a readable subject for an id that is 0 or no number.
Expected<Identity> ChooseIdentity(const Environment& environment,
                                  std::string_view passwd,
                                  std::string_view group,
                                  const std::vector<gid_t>& current_groups);

// True if HERMES_UID or PUID is set, or `passwd` has a user hermes: whether
// ChooseIdentity() would follow somebody's word, or only its own default. Pure.
bool KnowsHermesUser(const Environment& environment, std::string_view passwd);

// The identity of a process by its /proc/<pid>/status text, which is readable
// for any uid. Nothing if it cannot be parsed. Pure.
std::optional<Identity> IdentityFromStatus(std::string_view status);

// Takes the identity for good: groups, then gid, then uid, all three kinds of
// each, and proves that root cannot be had back. Errors: EPERM where this
// process may not change its uid. Where only setgroups is denied, goes on and
// reports that through `groups_denied`.
Expected<void> TakeIdentity(const Identity& identity, bool* groups_denied);

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_IDENTITY_H_
