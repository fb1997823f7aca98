#include "gateway/control/run_control.h"

#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/command/exit_code.h"
#include "gateway/config/environment.h"
#include "gateway/control/look.h"
#include "gateway/control/operate.h"
#include "gateway/control/outcome.h"
#include "gateway/control/slot_report.h"
#include "gateway/logging/streams.h"
#include "gateway/profile/find_profile.h"
#include "gateway/profile/program_context.h"
#include "shim/manager/service_manager.h"
#include "shim/profile/slot_name.h"

namespace hermes::gateway {
namespace {

std::vector<std::string> EveryProfile(ServiceManager& manager) {
  std::vector<std::string> profiles;
  for (const std::string& slot : manager.List()) {
    if (auto profile = ProfileOfSlot(slot)) {
      profiles.push_back(*std::move(profile));
    }
  }
  return profiles;
}

void Print(const SlotResult& result) {
  if (ExitCodeOf(result) == kPlanned) {
    Announce(absl::StrCat(LineOf(result), "\n"));
  } else {
    Complain(LineOf(result));
  }
  if (!result.warning.empty()) {
    Complain(absl::StrCat(result.slot, ": ", result.warning));
  }
}

int OperateAndPrint(ServiceManager& manager, const ControlRequest& request,
                    const std::string& current) {
  std::vector<std::string> profiles = {current};
  if (request.all) profiles = EveryProfile(manager);
  if (profiles.empty()) {
    Complain(
        "no gateway is registered here; create a profile, or name one "
        "with -p");
    return request.verb == ControlVerb::kStop ? kPlanned : kUnavailable;
  }
  const std::vector<SlotResult> results = Operate(manager, request, profiles);
  for (const SlotResult& result : results) Print(result);
  return ExitCodeOf(results);
}

void LookAndPrint(ServiceManager* manager, const ControlRequest& request,
                  const Profile& profile) {
  const ControlReport report = Look(manager, profile.root, profile.name);
  if (request.json) {
    Announce(JsonText(report));
  } else if (request.verb == ControlVerb::kList) {
    Announce(ListText(report));
  } else {
    Announce(StatusText(report, request.details));
  }
}

}  // namespace

int RunControl(const ControlRequest& request,
               const std::optional<std::string>& profile) {
  const absl::StatusOr<Profile> found =
      FindProfile(profile, ProcessEnvironment());
  if (!found.ok()) {
    Complain(absl::StrCat(found.status().message()));
    return ExitCodeFor(found.status());
  }
  if (!found->warning.empty()) Complain(found->warning);
  Expected<ServiceManager, ManagerError> manager =
      ServiceManager::Open(ContextOfPrograms(), found->root);
  const bool looks = request.verb == ControlVerb::kStatus ||
                     request.verb == ControlVerb::kList;
  if (!manager.ok()) {
    if (looks) LookAndPrint(nullptr, request, *found);
    Complain(manager.error().line);
    return ExitCodeOf(manager.error().fault);
  }
  if (!looks) return OperateAndPrint(manager.value(), request, found->name);
  LookAndPrint(&manager.value(), request, *found);
  return kPlanned;
}

}  // namespace hermes::gateway
