#ifndef HERMES_SHIM_PRIVILEGES_ACCOUNT_FACTS_H_
#define HERMES_SHIM_PRIVILEGES_ACCOUNT_FACTS_H_

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace hermes {

// The text of /etc/passwd and /etc/group; empty where there is none that can be
// read: an image without it is as good as one with an empty one.
std::string PasswdText();
std::string GroupText();

// This process's supplementary groups.
std::vector<gid_t> SupplementaryGroups();

// The group of the engine's socket, where it is mounted at its usual place.
// Nothing if there is none, or something else is there.
std::optional<gid_t> DockerSocketGroup();

}  // namespace hermes

#endif  // HERMES_SHIM_PRIVILEGES_ACCOUNT_FACTS_H_
