#ifndef HERMES_SHIM_INIT_SCAN_PROCESS_H_
#define HERMES_SHIM_INIT_SCAN_PROCESS_H_

#include <sys/types.h>

#include <string>

#include "shim/base/expected.h"
#include "shim/base/process_context.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// A running s6-svscan that is our child.
struct ScanProcess {
  pid_t pid = -1;
  UniqueFd readiness;  // a newline arrives here once its control FIFO is ready
};

// Starts `svscan` on the open scan directory `scandir_fd`, and not on a name
// that could lead elsewhere by then, in a session of its own, ended by TERM
// should this process die, with stdin from /dev/null, umask 022 and the soft
// limit of descriptors raised to the hard one, and HUP ignored, which slots
// undo. What was before, `umask` and the soft limit, goes to the slots' `run`
// in HERMES_ENTRY_UMASK and HERMES_ENTRY_NOFILE_SOFT, for it to restore.
// Requires: root has been dropped (the death signal is lost by a uid change).
Expected<ScanProcess> StartScan(const std::string& svscan, int scandir_fd,
                                const ProcessContext& context, mode_t umask);

// Waits at most 5 s for the newline. EINTR: a stop signal is pending; EPIPE:
// s6-svscan has ended; ETIMEDOUT.
Expected<void> WaitUntilScanning(const ScanProcess& scan);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_SCAN_PROCESS_H_
