#ifndef HERMES_SHIM_FACTS_CONTROL_FIFO_H_
#define HERMES_SHIM_FACTS_CONTROL_FIFO_H_

#include "shim/invocation/facts.h"

namespace hermes {

// Whether an s6-svscan reads the control FIFO of the open scan directory
// `scandir_fd` (O_PATH will do). Opens that FIFO for writing but writes
// nothing; follows no link and opens nothing that is not a FIFO, since the
// scan directory may be another uid's and the caller root.
TreeAccess ProbeControlFifo(int scandir_fd);

}  // namespace hermes

#endif  // HERMES_SHIM_FACTS_CONTROL_FIFO_H_
