#ifndef HERMES_SHIM_SLOT_SUPERVISE_DIRECTORY_H_
#define HERMES_SHIM_SLOT_SUPERVISE_DIRECTORY_H_

#include <sys/types.h>

#include <optional>

#include "shim/base/expected.h"

namespace hermes {

// The user that operates a slot whose supervisors run as root.
struct TreeOperator {
  uid_t uid = 0;
  gid_t gid = 0;
};

// Creates supervise/ in the service directory `service_fd` with mode 0711, so
// that any uid can read the slot's state. s6-supervise would create it closed
// to other users. With `operated_by`, also creates the control FIFO and event/
// so that members of the operator's group can use s6-svc and s6-svwait, and
// only root can put anything else there.
Expected<void> MakeSuperviseDirectory(
    int service_fd, const std::optional<TreeOperator>& operated_by);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SUPERVISE_DIRECTORY_H_
