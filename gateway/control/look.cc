#include "gateway/control/look.h"

#include <optional>
#include <set>

#include "shim/manager/slot_state.h"
#include "shim/profile/profile.h"
#include "shim/profile/profile_list.h"
#include "shim/profile/slot_name.h"

namespace hermes::gateway {
namespace {

// Orders "default" before all others, which are sorted.
struct DefaultFirst {
  bool operator()(const std::string& a, const std::string& b) const {
    if ((a == "default") != (b == "default")) return a == "default";
    return a < b;
  }
};
using Profiles = std::set<std::string, DefaultFirst>;

Profiles ProfilesToReport(ServiceManager* manager, const std::string& root,
                          const std::string& current) {
  Profiles profiles = {current};
  for (const std::string& profile : ListProfiles(root)) {
    profiles.insert(profile);
  }
  if (manager == nullptr) return profiles;
  for (const std::string& slot : manager->List()) {
    if (const auto profile = ProfileOfSlot(slot)) profiles.insert(*profile);
  }
  return profiles;
}

SlotReport LookAtSlot(ServiceManager* manager, const std::string& slot) {
  SlotReport report;
  report.view.slot = slot;
  if (manager == nullptr) return report;
  const Expected<SlotView, ManagerError> view = manager->View(slot);
  if (view.ok()) {
    report.view = view.value();
  } else {
    report.error = view.error().line;
  }
  return report;
}

// Probing the lock takes it for a moment, in which a supervised gateway that is
// just starting would find it held.
bool MayAskForLock(const SlotReport& report) {
  switch (report.view.state) {
    case SlotState::kNoSlot:
    case SlotState::kForeground:
    case SlotState::kFailed:
    case SlotState::kDown:
      return report.error.empty();
    default:
      return false;
  }
}

}  // namespace

ControlReport Look(ServiceManager* manager, const std::string& root,
                   const std::string& current) {
  ControlReport report;
  report.supervised = manager != nullptr;
  for (const std::string& profile : ProfilesToReport(manager, root, current)) {
    SlotReport gateway = LookAtSlot(manager, SlotName(profile));
    const std::string home = ProfileDirectory(root, profile);
    gateway.profile = profile;
    gateway.is_current = profile == current;
    gateway.intent = ReadRecordedState(home).intent;
    if (MayAskForLock(gateway)) gateway.lock = ProbeProfileLock(home);
    report.gateways.push_back(std::move(gateway));
  }
  if (manager != nullptr) {
    report.dashboard = LookAtSlot(manager, kDashboardSlot);
  }
  return report;
}

}  // namespace hermes::gateway
