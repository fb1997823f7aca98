#ifndef HERMES_SHIM_SLOT_SUPERVISOR_H_
#define HERMES_SHIM_SLOT_SUPERVISOR_H_

#include <string>

namespace hermes {

// True if `service_directory` has a supervisor: somebody reads its control
// FIFO. Nothing is ever written to it. False where this uid may not write to
// it.
bool HasSupervisor(const std::string& service_directory);

// True if every supervisor of the slot at `slot_path` is there: its own and,
// where it has a log/, its logger's.
bool IsSupervised(const std::string& slot_path);

// True if any of them is there.
bool IsPartlySupervised(const std::string& slot_path);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SUPERVISOR_H_
