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

// The ids that a process runs with.
struct Identity {
  uid_t uid = 0;
  gid_t gid = 0;
  std::vector<gid_t> groups;  // supplementary
};

// Chooses the identity that replaces root. The uid is the first of: HERMES_UID,
// PUID, the user `hermes` of `passwd` (the text of /etc/passwd), 10000. The gid
// likewise, with HERMES_GID and PGID. Keeps `current_groups` except 0 and the
// groups whose line in `group` (the text of /etc/group) lists root. Pure.
// Errors: EINVAL, with the variable and its value as the subject, if an id is 0
// or not a number.
Expected<Identity> ChooseIdentity(const Environment& environment,
                                  std::string_view passwd,
                                  std::string_view group,
                                  const std::vector<gid_t>& current_groups);

// Returns true if HERMES_UID or PUID is set or `passwd` has a user hermes. If
// not, ChooseIdentity() uses only its default uid. Pure.
bool KnowsHermesUser(const Environment& environment, std::string_view passwd);

// Parses the identity of a process from the text of /proc/<pid>/status, which
// every uid can read: its effective ids and its groups. Returns std::nullopt if
// the text is malformed. Pure.
std::optional<Identity> IdentityFromStatus(std::string_view status);

// Changes this process to the identity permanently: the groups, then the real,
// effective and saved gid, then uid. Verifies that root cannot be regained.
// Errors: EPERM if this process may not change its uid. If only setgroups is
// denied, continues and sets `groups_denied`.
Expected<void> AssumeIdentity(const Identity& identity, bool* groups_denied);

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_IDENTITY_H_
