#include "shim/entry/entry.h"

#include <string>
#include <utility>
#include <vector>

#include "shim/base/process_context.h"
#include "shim/base/signals.h"
#include "shim/entry/act.h"
#include "shim/entry/front_door.h"
#include "shim/entry/program_name.h"
#include "shim/entry/run_switch.h"
#include "shim/entry/switches.h"
#include "shim/entry/tini_options.h"
#include "shim/facts/gather.h"
#include "shim/invocation/plan.h"
#include "shim/slot/finish_slot.h"
#include "shim/slot/log_slot.h"
#include "shim/slot/run_slot.h"
#include "shim/slot/slot_personality.h"

namespace hermes {
namespace {

int RunSlotDuty(const SlotPersonality& slot, const ProcessContext& context,
                const std::vector<std::string>& args) {
  TakeHangup();
  switch (slot.duty) {
    case SlotDuty::kRun:
      return RunSlot(context, slot.slot);
    case SlotDuty::kFinish:
      return FinishSlot(context, slot.slot, args);
    case SlotDuty::kLog:
      return LogSlot(context, slot.slot);
  }
  return 0;
}

}  // namespace

int RunEntry(const std::vector<std::string>& argv, ProcessContext context) {
  Call call;
  if (!argv.empty()) {
    call.name = argv.front();
    call.args.assign(argv.begin() + 1, argv.end());
  }
  if (const auto slot = SlotPersonalityOf(Basename(call.name))) {
    return RunSlotDuty(*slot, context, call.args);
  }
  const ProgramName name = ProgramNameOf(call.name);
  if (name == ProgramName::kTini) call.args = WithoutTiniOptions(call.args);
  const bool is_front_door = name == ProgramName::kHermes && IsFrontDoor();
  if (const auto switch_call = FindSwitch(call.args)) {
    return RunSwitch(*switch_call, context, is_front_door);
  }
  if (is_front_door) {
    const int refused = PassFrontDoor(context);
    if (refused != 0) return refused;
  }
  const Gathered gathered = GatherFacts(context, call.args, is_front_door);
  const Plan plan = Decide(gathered.facts);
  if (name == ProgramName::kHermes && StaysResident(plan.action)) {
    ReExecAsEntry(call, context);
  }
  return Act(plan, gathered, call, std::move(context));
}

}  // namespace hermes
