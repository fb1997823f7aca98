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

// What root that comes in as `hermes` through docker exec is judged by.
struct FrontDoorFacts {
  Environment environment;
  std::optional<std::string> pid1_name;
  std::string pid1_status;    // text of /proc/1/status
  bool tree_is_ours = false;  // the live tree has our own mark
  std::string passwd;         // text of /etc/passwd
  std::string group;          // text of /etc/group
  std::vector<gid_t> groups;  // this process's supplementary groups
};

// The identity to take: PID 1's own where PID 1 is ours, else the hermes
// user's. Nothing where root is kept: HERMES_DOCKER_EXEC_AS_ROOT is 1, true or
// yes, or our own PID 1 is root. Errors: as ChooseIdentity. Pure.
Expected<std::optional<Identity>> FrontDoorIdentity(
    const FrontDoorFacts& facts);

// True if this process, called `hermes`, was started from outside the
// container's main process.
bool IsFrontDoor();

// Drops root as FrontDoorIdentity says and gives the environment a HOME that
// the new identity can use. Does nothing for a process that is not root.
// Returns 0, or 126 when root should be dropped and cannot be; that has then
// been said.
int PassFrontDoor(ProcessContext& context);

}  // namespace hermes

#endif  // HERMES_SHIM_ENTRY_FRONT_DOOR_H_
