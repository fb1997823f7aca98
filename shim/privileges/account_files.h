#ifndef HERMES_SHIM_PRIVILEGES_ACCOUNT_FILES_H_
#define HERMES_SHIM_PRIVILEGES_ACCOUNT_FILES_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

namespace hermes {

// The text of /etc/passwd with other ids for the user `hermes`; nothing if it
// has no such user, or that one has these ids. All else stays byte for byte.
// Pure.
std::optional<std::string> PasswdWithHermes(std::string_view passwd, uid_t uid,
                                            gid_t gid);
// Likewise the text of /etc/group and the group `hermes`. Pure.
std::optional<std::string> GroupWithHermes(std::string_view group, gid_t gid);

// Makes /etc/passwd and /etc/group say so, each in one rename, so that
// `docker exec -u hermes` and id(1) mean whom the gateway runs as. Where that
// is not possible (a read-only root, a mounted file) they stay as they are.
// Called as root.
void TellAccountFiles(uid_t uid, gid_t gid);

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_ACCOUNT_FILES_H_
