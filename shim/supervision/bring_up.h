#ifndef HERMES_SHIM_SUPERVISION_BRING_UP_H_
#define HERMES_SHIM_SUPERVISION_BRING_UP_H_

#include <string>

#include "shim/base/expected.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"

namespace hermes {

// Registers the slot if it does not exist, waits until its supervisor listens,
// and then wants it up. The slot is supervised only once this has succeeded.
// Errors: EINTR if a stop signal arrived first; then nothing was started. On
// any other error the slot was unregistered again or never got a supervisor, so
// that the caller may run the gateway in the foreground; but it must not do so
// if control.OwnSupervisorListens() is true nevertheless.
Expected<void> BringUp(SlotControl& control, const SlotSpec& spec);

// Waits until the supervisor of a slot listens that was published as wanted up
// before s6-svscan started. Errors: as for BringUp().
Expected<void> AwaitBootSlot(SlotControl& control, const std::string& slot);

// Unregisters the slot, so that it does not start a second gateway next to one
// in the foreground. Reports on stderr if the slot is still supervised after
// that.
void UndoRegistration(SlotControl& control, const std::string& slot);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_BRING_UP_H_
