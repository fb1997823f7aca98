#ifndef HERMES_SHIM_ENTRY_FRONT_DOOR_H_
#define HERMES_SHIM_ENTRY_FRONT_DOOR_H_

#include <optional>
#include <string>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/process_context.h"
#include "shim/privileges/identity.h"

namespace hermes {

// Facts about a `hermes` that root has started through docker exec, the "front
// door" of the container.
struct FrontDoorFacts {
  Environment environment;
  std::optional<std::string> pid1_name;
  std::string pid1_status;    // text of /proc/1/status
  bool tree_is_ours = false;  // the live tree has our own mark
  std::string passwd;         // text of /etc/passwd
  std::string group;          // text of /etc/group
  std::vector<gid_t> groups;  // this process's supplementary groups
};

// Returns the identity to take: that of PID 1 if PID 1 is hermes-entry, else
// that of the hermes user. Returns std::nullopt to stay root: if
// HERMES_DOCKER_EXEC_AS_ROOT is 1, true or yes, or if hermes-entry's PID 1 is
// root. Errors: as for ChooseIdentity(). Pure.
Expected<std::optional<Identity>> FrontDoorIdentity(
    const FrontDoorFacts& facts);

// Returns true if this process, called `hermes`, was not started by the
// container's main process or a descendant of it.
bool IsFrontDoor();

// Drops root as FrontDoorIdentity() says, and sets a HOME that the new identity
// can use. Does nothing if this process is not root. Returns 0, or 126 after it
// has reported that root cannot be dropped.
int PassFrontDoor(ProcessContext& context);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_FRONT_DOOR_H_
