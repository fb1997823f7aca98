#ifndef HERMES_SHIM_SLOT_SLOT_LOCK_H_
#define HERMES_SHIM_SLOT_SLOT_LOCK_H_

#include <string>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// Holds a slot against other operators as long as the descriptor is open: what
// s6 is told and what is recorded of it belong together. Waits at most 3 s.
// Where there is no data/ that this uid may open, nobody is held off and the
// descriptor is not valid. Errors: ETIMEDOUT, EINTR for a pending stop signal.
Expected<UniqueFd> LockSlot(const std::string& slot_path);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_LOCK_H_
