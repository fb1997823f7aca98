#ifndef HERMES_SHIM_SLOT_SUPERVISE_DIRECTORY_H_
#define HERMES_SHIM_SLOT_SUPERVISE_DIRECTORY_H_

#include <sys/types.h>

#include <optional>

#include "shim/base/expected.h"

namespace hermes {

// Who operates a slot whose supervisors are root's.
struct TreeOperator {
  uid_t uid = 0;
  gid_t gid = 0;
};

// Makes supervise/ in the service directory `service_fd` before s6-supervise
// does, which would close it to everybody else: 0711, so that any uid can ask
// for the state. With `operated_by` also the control FIFO and event/ such that
// members of the operator's group may use s6-svc and s6-svwait, and nobody but
// root may put anything else there.
Expected<void> MakeSuperviseDirectory(
    int service_fd, const std::optional<TreeOperator>& operated_by);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SUPERVISE_DIRECTORY_H_
