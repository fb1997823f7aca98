#ifndef HERMES_SHIM_RECONCILE_BOOT_SLOTS_H_
#define HERMES_SHIM_RECONCILE_BOOT_SLOTS_H_

#include <string>
#include <vector>

#include "shim/base/expected.h"
#include "shim/reconcile/boot_plan.h"
#include "shim/slot/service_directory.h"

namespace hermes {

// The slot of a profile as the plan wants it, else made like `like`. Pure.
SlotSpec BootSlot(const ProfilePlan& plan, SlotSpec like);

// Publishes the slot of the profile `profile` of `plan`, made like `like` but
// for its name and what the plan says. Tells s6-svscan nothing: it is to start
// later, or to be told. A slot that is there already stays as it is.
Expected<void> PublishSlotOf(const std::string& profile,
                             const std::string& scandir, const BootPlan& plan,
                             const SlotSpec& like);

// The same for every profile but `but_for` (empty: none is left out). Each one
// that can be made is made; for those that cannot one line is added to `lines`.
// A pending stop signal ends it early: what is not there need not be stopped.
// Returns the slots that are to be up but were there already.
std::vector<std::string> PublishSlotsOfOthers(const std::string& but_for,
                                              const std::string& scandir,
                                              const BootPlan& plan,
                                              const SlotSpec& like,
                                              std::vector<std::string>* lines);

// The same for the slot of the dashboard.
void PublishDashboardSlot(const std::string& scandir, bool up,
                          const SlotSpec& like,
                          std::vector<std::string>* lines);

}  // namespace hermes

#endif  // HERMES_SHIM_RECONCILE_BOOT_SLOTS_H_
