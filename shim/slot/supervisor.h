#ifndef HERMES_SHIM_SLOT_SUPERVISOR_H_
#define HERMES_SHIM_SLOT_SUPERVISOR_H_

#include <string>

namespace hermes {

// Returns true if `service_directory` has a supervisor, that is, if a process
// reads its control FIFO. Writes nothing to the FIFO. Returns false if this uid
// may not write to it.
bool HasSupervisor(const std::string& service_directory);

// Returns true if all supervisors of the slot at `slot_path` run: its own and,
// if it has a log/, its logger's.
bool IsSupervised(const std::string& slot_path);

// Returns true if at least one of these supervisors runs.
bool IsPartlySupervised(const std::string& slot_path);

}  // namespace hermes

#endif  // HERMES_SHIM_SLOT_SUPERVISOR_H_
