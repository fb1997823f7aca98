// The slot scripts of the entry point, without its other roles. In these tests,
// the links of a slot point to this program.
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include <string>
#include <string_view>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/process_context.h"
#include "shim/base/signals.h"
#include "shim/scripts/finish_slot.h"
#include "shim/scripts/log_slot.h"
#include "shim/scripts/run_slot.h"
#include "shim/scripts/slot_script.h"

int main(int argc, char** argv) {
  hermes::ProcessContext context;
  context.signal_mask = hermes::BlockWaitedSignals();
  context.environment = hermes::Environment::FromArray(environ);
  char self[PATH_MAX];
  if (realpath("/proc/self/exe", self) != nullptr) context.shim_program = self;
  const std::string_view called_as = argv[0];
  const auto call =
      hermes::FindSlotScript(called_as.substr(called_as.rfind('/') + 1));
  if (!call) return 100;
  switch (call->script) {
    case hermes::SlotScript::kRun:
      return hermes::RunSlot(context, call->slot);
    case hermes::SlotScript::kFinish:
      return hermes::FinishSlot(
          context, call->slot, std::vector<std::string>(argv + 1, argv + argc));
    case hermes::SlotScript::kLog:
      return hermes::LogSlot(context, call->slot);
  }
  return 100;
}
