#include "shim/reconcile/boot_slots.h"

#include <cerrno>
#include <string>
#include <vector>

#include "shim/base/expected.h"
#include "shim/base/signals.h"
#include "shim/profile/slot_name.h"
#include "shim/reconcile/boot_plan.h"
#include "shim/reconcile/failure_count.h"
#include "shim/slot/service_directory.h"

namespace hermes {
namespace {

// Returns false if a slot of that name already exists.
Expected<bool> Publish(const std::string& scandir, const ProfilePlan& plan,
                       const SlotSpec& like) {
  return PublishSlot(scandir, BootSlot(plan, like));
}

}  // namespace

SlotSpec BootSlot(const ProfilePlan& plan, SlotSpec spec) {
  spec.name = SlotName(plan.profile);
  spec.registered_down = !plan.up;
  spec.runs_in_foreground = plan.runs_in_foreground;
  spec.start_delay_s = plan.start_delay_s;
  return spec;
}

Expected<void> PublishSlotOf(const std::string& profile,
                             const std::string& scandir, const BootPlan& plan,
                             const SlotSpec& like) {
  for (const ProfilePlan& planned : plan.profiles) {
    if (planned.profile != profile) continue;
    const Expected<bool> published = Publish(scandir, planned, like);
    if (!published.ok()) return published.error();
    return {};
  }
  return Error{ENOENT, "planning a slot for profile", profile};
}

std::vector<std::string> PublishSlotsOfOthers(const std::string& but_for,
                                              const std::string& scandir,
                                              const BootPlan& plan,
                                              const SlotSpec& like,
                                              std::vector<std::string>* lines) {
  FailureCount failures;
  std::vector<std::string> there;
  for (const ProfilePlan& profile : plan.profiles) {
    if (profile.profile == but_for) continue;
    if (StopSignalPending()) break;
    const Expected<bool> published = Publish(scandir, profile, like);
    if (!published.ok()) {
      failures.Add(published.error());
    } else if (!published.value() && profile.up) {
      there.push_back(SlotName(profile.profile));
    }
  }
  failures.Report("no slot could be made for a profile", lines);
  return there;
}

void PublishDashboardSlot(const std::string& scandir, bool up,
                          const SlotSpec& like,
                          std::vector<std::string>* lines) {
  SlotSpec spec = like;
  spec.name = kDashboardSlot;
  spec.registered_down = !up;
  const Expected<bool> published = PublishSlot(scandir, spec);
  if (published.ok()) return;
  lines->push_back("the dashboard has no slot (" + Describe(published.error()) +
                   "); continuing");
}

}  // namespace hermes
