#ifndef HERMES_SHIM_PRIVILEGES_ACCOUNT_FACTS_H_
#define HERMES_SHIM_PRIVILEGES_ACCOUNT_FACTS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace hermes {

// Return the text of /etc/passwd and /etc/group. A file that is missing or
// cannot be read counts as an empty one.
std::string PasswdText();
std::string GroupText();

// Returns the supplementary groups of this process.
std::vector<gid_t> SupplementaryGroups();

// Returns the group of the Docker engine's socket if it is mounted at
// /var/run/docker.sock. Returns std::nullopt without a socket.
std::optional<gid_t> DockerSocketGroup();

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_ACCOUNT_FACTS_H_
