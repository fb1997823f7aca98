#ifndef HERMES_SHIM_RECONCILE_BOOT_SLOTS_H_
#define HERMES_SHIM_RECONCILE_BOOT_SLOTS_H_

#include <string>
#include <vector>

#include "shim/base/expected.h"
#include "shim/reconcile/boot_plan.h"
#include "shim/slot/service_directory.h"

namespace hermes {

// Returns a copy of `like` with the name, the wanted state and the start delay
// of the profile in `plan`. Pure.
SlotSpec BootSlot(const ProfilePlan& plan, SlotSpec like);

// Publishes the slot of `profile` in `scandir`: BootSlot() of its plan and
// `like`. Leaves a slot that already exists as it is. Does not notify
// s6-svscan: it starts later, or the caller notifies it. Errors: ENOENT if
// `plan` does not have that profile.
Expected<void> PublishSlotOf(const std::string& profile,
                             const std::string& scandir, const BootPlan& plan,
                             const SlotSpec& like);

// Publishes the slots of all profiles except `but_for`; of all if it is empty.
// Continues after an error; adds one line for all errors to `lines`. Returns
// early if a stop signal is pending, so that there are fewer slots to stop.
// Returns the slots that should be up but existed already.
std::vector<std::string> PublishSlotsOfOthers(const std::string& but_for,
                                              const std::string& scandir,
                                              const BootPlan& plan,
                                              const SlotSpec& like,
                                              std::vector<std::string>* lines);

// Publishes the dashboard's slot. Adds a line to `lines` if that fails.
void PublishDashboardSlot(const std::string& scandir, bool up,
                          const SlotSpec& like,
                          std::vector<std::string>* lines);

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_BOOT_SLOTS_H_
