#ifndef HERMES_SHIM_INIT_SCAN_PROCESS_H_
#define HERMES_SHIM_INIT_SCAN_PROCESS_H_

#include <sys/types.h>

#include <string>

#include "shim/base/expected.h"
#include "shim/base/process_context.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// A running s6-svscan that is a child of this process.
struct ScanProcess {
  pid_t pid = -1;
  UniqueFd readiness;  // a newline arrives here once its control FIFO is ready
};

// Starts `svscan` on the open scan directory `scandir_fd`; a name could lead
// elsewhere by then. It runs in its own session, gets TERM if this process
// dies, and has stdin from /dev/null, umask 022, the soft limit of descriptors
// raised to the hard one, and HUP ignored. Slots restore what they need: HUP,
// and the previous `umask` and soft limit, which their `run` finds in
// HERMES_ENTRY_UMASK and HERMES_ENTRY_NOFILE_SOFT. Requires: root has been
// dropped, because a change of uid clears the parent death signal.
Expected<ScanProcess> StartScan(const std::string& svscan, int scandir_fd,
                                const ProcessContext& context, mode_t umask);

// Waits at most 5 s until s6-svscan is ready. Errors: EINTR if a stop signal is
// pending, EPIPE if s6-svscan has exited, ETIMEDOUT.
Expected<void> WaitUntilScanning(const ScanProcess& scan);

}  // namespace hermes

#endif  // HERMES_SHIM_INIT_SCAN_PROCESS_H_
