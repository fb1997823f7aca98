#ifndef HERMES_SHIM_SLOT_SLOT_LOCK_H_
#define HERMES_SHIM_SLOT_SLOT_LOCK_H_

#include <string>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// Locks the slot at `slot_path` against other operators while the returned
// descriptor is open, so that the last command to s6 and the record of it
// agree. Waits at most 3 s. If this uid cannot open data/, locks nothing and
// returns an invalid descriptor. Errors: ETIMEDOUT, EINTR for a pending stop
// signal.
Expected<UniqueFd> LockSlot(const std::string& slot_path);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SLOT_LOCK_H_
