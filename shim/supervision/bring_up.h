#ifndef HERMES_SHIM_SUPERVISION_BRING_UP_H_
#define HERMES_SHIM_SUPERVISION_BRING_UP_H_

#include <string>

#include "shim/base/expected.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"

namespace hermes {

// Registers the slot if it is not there, waits until its supervisor listens and
// wants it up. Only then may anybody say that it is supervised. EINTR: a stop
// signal came first, and nothing was started. On any other failure the slot has
// been unregistered again or is proven to have no supervisor, so that the
// gateway may run in the foreground: unless control.OwnSupervisorListens()
// after all.
Expected<void> BringUp(SlotControl& control, const SlotSpec& spec);

// The same for a slot that was published up before s6-svscan started: waits
// until its supervisor listens.
Expected<void> AwaitBootSlot(SlotControl& control, const std::string& slot);

// Unregisters the slot, so that it does not start behind a gateway that is to
// run in the foreground. Says so where it is still supervised after that.
void TakeBack(SlotControl& control, const std::string& slot);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_BRING_UP_H_
