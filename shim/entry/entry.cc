#include "shim/entry/entry.h"

#include <unistd.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/exit_codes.h"
#include "shim/base/message.h"
#include "shim/base/process_context.h"
#include "shim/base/signals.h"
#include "shim/entry/act.h"
#include "shim/entry/front_door.h"
#include "shim/entry/program_name.h"
#include "shim/entry/run_switch.h"
#include "shim/entry/switches.h"
#include "shim/entry/tini_options.h"
#include "shim/facts/container_environment.h"
#include "shim/facts/env_files.h"
#include "shim/facts/gather.h"
#include "shim/invocation/invocation.h"
#include "shim/invocation/plan.h"
#include "shim/scripts/finish_slot.h"
#include "shim/scripts/log_slot.h"
#include "shim/scripts/run_slot.h"
#include "shim/scripts/slot_script.h"

namespace hermes {
namespace {

constexpr long kSlotSayLimitMs = 500;

int RunSlotScript(const SlotScriptOfProcess& slot,
                  const ProcessContext& context,
                  const std::vector<std::string>& args) {
  RestoreHangup();
  // s6-supervise kills `finish` after 5 s, even if it has not finished.
  LimitSay(kSlotSayLimitMs);
  switch (slot.script) {
    case SlotScript::kRun:
      return RunSlot(context, slot.slot);
    case SlotScript::kFinish:
      return FinishSlot(context, slot.slot, args);
    case SlotScript::kLog:
      return LogSlot(context, slot.slot);
  }
  return 0;
}

// Reads the operator's env files into the environment, with the rights of the
// current user. A process started by `docker exec -u` as a user who cannot read
// these files continues without them.
int ReadEnvFiles(ProcessContext& context, bool is_front_door) {
  const EnvFilesOutcome outcome = LoadEnvFiles(context.environment);
  if (is_front_door && outcome.exit_code == kExitPermission) return 0;
  if (outcome.exit_code != 0) Say({outcome.message});
  return outcome.exit_code;
}

bool IsGatewayRun(const std::vector<std::string>& args) {
  const auto nothing_on_path = [](std::string_view) { return false; };
  const auto ours = [](std::string_view) { return true; };
  return Classify(args, {nothing_on_path, [] { return true; }, ours}).kind ==
         InvocationKind::kGatewayRun;
}

// Adds the container's variables, which the gates need and without which
// s6-overlay may have started the main command. Variables that are set keep
// their values, because the operator may have set them. Does nothing in a slot,
// whose environment lacks variables on purpose.
void CompleteEnvironment(ProcessContext& context) {
  for (const char* sentinel :
       {"HERMES_S6_SUPERVISED_CHILD", "HERMES_SUPERVISED_CHILD"}) {
    if (!context.environment.GetOrEmpty(sentinel).empty()) return;
  }
  context.environment = WithContainerEnvironment(
      std::move(context.environment), kContainerEnvironment, Present::kStay);
}

// Only commands and --entry-reconcile read the env files: both pass the
// environment on. The other switches report what exists.
bool ReadsEnvFiles(const std::optional<SwitchCall>& call) {
  return !call.has_value() || call->which == Switch::kReconcile;
}

}  // namespace

int RunEntry(const std::vector<std::string>& argv, ProcessContext context) {
  // The container must be able to stop even if no process reads its output.
  if (getpid() == 1) LimitSay();
  Call call;
  if (!argv.empty()) {
    call.name = argv.front();
    call.args.assign(argv.begin() + 1, argv.end());
  }
  if (const auto slot = FindSlotScript(Basename(call.name))) {
    return RunSlotScript(*slot, context, call.args);
  }
  const ProgramName name = ProgramNameOf(call.name);
  if (name == ProgramName::kTini) call.args = WithoutTiniOptions(call.args);
  const bool is_front_door = name == ProgramName::kHermes && IsFrontDoor();
  if (getpid() != 1 && IsGatewayRun(call.args)) CompleteEnvironment(context);
  const std::optional<SwitchCall> switch_call = FindSwitch(call.args);
  if (ReadsEnvFiles(switch_call)) {
    const int refused = ReadEnvFiles(context, is_front_door);
    if (refused != 0) return refused;
  }
  if (switch_call.has_value()) {
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
