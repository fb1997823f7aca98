#ifndef HERMES_SHIM_FACTS_CONTROL_FIFO_H_
#define HERMES_SHIM_FACTS_CONTROL_FIFO_H_

#include "shim/invocation/facts.h"

namespace hermes {

// Tests whether an s6-svscan reads the control FIFO of the open scan directory
// `scandir_fd` (O_PATH is enough). Opens the FIFO for writing but writes
// nothing. Follows no link and opens only a FIFO, because the caller may be
// root and the scan directory may belong to another uid.
TreeAccess ProbeControlFifo(int scandir_fd);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_CONTROL_FIFO_H_
