#ifndef HERMES_SHIM_SUPERVISION_BRING_UP_H_
#define HERMES_SHIM_SUPERVISION_BRING_UP_H_

#include "shim/base/expected.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"

namespace hermes {

// Registers the slot if it is not there, waits until its supervisor listens and
// wants it up. Only then may anybody say that it is supervised. EINTR: a stop
// signal came first, and nothing was started. On any other failure the slot has
// been unregistered again or is proven to have no supervisor, so that the
// gateway may run in the foreground.
Expected<void> BringUp(SlotControl& control, const SlotSpec& spec);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_BRING_UP_H_
