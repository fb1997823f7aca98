#include "shim/entry/run_switch.h"

#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>

#include "shim/base/exit_codes.h"
#include "shim/base/message.h"
#include "shim/base/process_context.h"
#include "shim/base/signals.h"
#include "shim/entry/explain.h"
#include "shim/entry/health.h"
#include "shim/entry/help_text.h"
#include "shim/entry/switches.h"
#include "shim/entry/version.h"
#include "shim/facts/gather.h"
#include "shim/invocation/plan.h"
#include "shim/reconcile/reconcile_tree.h"

namespace hermes {
namespace {

// Prints `text` on stdout. Returns an exit code: not 0 if the text could not be
// written.
int Print(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = write(STDOUT_FILENO, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return kExitSystem;
    text.remove_prefix(static_cast<size_t>(n));
  }
  return 0;
}

int RefuseArguments(const SwitchCall& call) {
  Say({call.word, " does not take '", call.arguments.front(),
       "'; see --entry-help"});
  return kExitUsage;
}

int Explain(const SwitchCall& call, const ProcessContext& context,
            bool is_front_door) {
  Gathered gathered = GatherFacts(context, call.arguments, is_front_door);
  const Plan plan = Decide(gathered.facts);
  GatherTheRest(context.environment, gathered);
  return Print(ExplainText(gathered, plan, context));
}

int Health(const SwitchCall& call, const ProcessContext& context) {
  const std::optional<HealthRequest> request =
      ParseHealthRequest(call.arguments);
  if (!request) {
    Say({call.word,
         " takes only [--ready [--timeout=DURATION]]; DURATION is, for "
         "example, 500ms, 30s or 2m"});
    return kExitUsage;
  }
  return ReportHealth(context, *request);
}

}  // namespace

int RunSwitch(const SwitchCall& call, const ProcessContext& context,
              bool is_front_door) {
  // A switch has nothing to finish in order, so that signals may simply end it.
  SetSignalMask(context.signal_mask);
  switch (call.which) {
    case Switch::kVersion:
      if (!call.arguments.empty()) return RefuseArguments(call);
      return Print("hermes-entry " + std::string(kVersion) + "\n");
    case Switch::kHelp:
      if (!call.arguments.empty()) return RefuseArguments(call);
      return Print(kHelpText);
    case Switch::kExplain:
      return Explain(call, context, is_front_door);
    case Switch::kHealth:
      return Health(call, context);
    case Switch::kReconcile:
      if (!call.arguments.empty()) return RefuseArguments(call);
      return ReconcileTree(context);
    case Switch::kUnknown:
      break;
  }
  Say({call.word, " is not a switch of hermes-entry; see --entry-help"});
  return kExitUsage;
}

}  // namespace hermes
