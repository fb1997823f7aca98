#ifndef HERMES_SHIM_RECONCILE_BOOT_SLOTS_H_
#define HERMES_SHIM_RECONCILE_BOOT_SLOTS_H_

#include <string>
#include <vector>

#include "shim/base/expected.h"
#include "shim/reconcile/boot_plan.h"
#include "shim/slot/service_directory.h"

namespace hermes {

// Publishes the slot of every profile of `plan`, made like `like` but for its
// name and what the plan says, the one of `command_profile` first. Tells
// s6-svscan nothing: it is to start later, or to be told. A slot that is there
// already stays as it is. The error is that of the command's slot, and then
// nothing else has been published; of the others at most one line is added to
// `lines`, and every one that can be made is made.
Expected<void> PublishGatewaySlots(const std::string& scandir,
                                   const BootPlan& plan,
                                   const std::string& command_profile,
                                   const SlotSpec& like,
                                   std::vector<std::string>* lines);

// The same for the slot of the dashboard.
void PublishDashboardSlot(const std::string& scandir, bool up,
                          const SlotSpec& like,
                          std::vector<std::string>* lines);

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_BOOT_SLOTS_H_
