#ifndef HERMES_SHIM_PRIVILEGES_ACCOUNT_FILES_H_
#define HERMES_SHIM_PRIVILEGES_ACCOUNT_FILES_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

// Returns the text of /etc/passwd with the ids of the user `hermes` changed to
// `uid` and `gid`. Keeps everything else byte for byte. Returns std::nullopt if
// the user does not exist or has these ids already. Pure.
std::optional<std::string> PasswdWithHermes(std::string_view passwd, uid_t uid,
                                            gid_t gid);
// Does the same for the text of /etc/group and the group `hermes`. Pure.
std::optional<std::string> GroupWithHermes(std::string_view group, gid_t gid);

// Makes these changes in /etc/passwd and /etc/group, each in one rename, so
// that `docker exec -u hermes` and id(1) use the ids that the gateway runs
// with. Leaves a file unchanged if it cannot be replaced (a read-only root, a
// mounted file). Requires: this process is root.
void UpdateAccountFiles(uid_t uid, gid_t gid);

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_ACCOUNT_FILES_H_
