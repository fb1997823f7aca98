#include "shim/invocation/plan.h"

#include <string_view>

#include "shim/invocation/facts.h"
#include "shim/invocation/gates.h"
#include "shim/invocation/preflight.h"
#include "shim/invocation/remarks.h"
#include "shim/invocation/supervise_mode.h"

namespace hermes {
namespace {

struct Row {
  Action action;
  bool (*applies)(const Facts&, bool supervise);
};

// The first row that applies counts, if no obstacle refuses the invocation.
constexpr Row kActions[] = {
    {Action::kOwnInit, [](const Facts& f, bool) { return f.is_pid_1; }},
    {Action::kOwnTree,
     [](const Facts& f, bool supervise) {
       return supervise && f.tree.access == TreeAccess::kNone;
     }},
    {Action::kStartSupervised,
     [](const Facts& f, bool supervise) {
       return supervise && f.is_front_door;
     }},
    {Action::kSupervise,
     [](const Facts&, bool supervise) { return supervise; }},
    {Action::kExec, [](const Facts&, bool) { return true; }},
};

Action ActionFor(const Facts& facts, bool supervise) {
  for (const Row& row : kActions) {
    if (row.applies(facts, supervise)) return row.action;
  }
  return Action::kExec;
}

// Below another PID 1, root is dropped only for hermes and only if the hermes
// user is known: other commands, and runs on a host, stay unchanged. The front
// door (docker exec) has dropped root already or may keep it.
bool DropsRoot(const Facts& facts, Action action) {
  return action == Action::kExec && facts.uid == 0 &&
         facts.invocation.RunsHermes() && facts.knows_hermes_user &&
         !facts.is_front_door && !facts.root_is_allowed && !facts.sentinel;
}

}  // namespace

Plan Decide(const Facts& facts) {
  Plan plan;
  plan.argv = facts.invocation.argv;
  plan.program = facts.program.path;
  // /init starts hermes-entry again, which then makes the other decisions.
  if (facts.is_pid_1 && facts.has_overlay_init) {
    plan.action = Action::kExecOverlayInit;
    return plan;
  }
  const bool is_run = facts.invocation.kind == InvocationKind::kGatewayRun;
  if (is_run) plan.closed_gate = FirstClosedGate(facts);
  const bool gates_open = is_run && plan.closed_gate.empty();
  if (is_run && !facts.sentinel) plan.profile = facts.profile.name;
  plan.supervision_required =
      ParseSuperviseMode(facts.supervise_variable) == SuperviseMode::kRequire;
  const Obstacle obstacle = FirstObstacle(facts, plan.closed_gate);
  if (obstacle.exit_code != 0) {
    plan.action = Action::kRefuse;
    plan.exit_code = obstacle.exit_code;
    plan.messages = {obstacle.message};
    return plan;
  }
  plan.messages = Remarks(facts, plan.closed_gate);
  plan.supervise = gates_open && facts.missing_s6.empty();
  plan.action = ActionFor(facts, plan.supervise);
  plan.drop_root = DropsRoot(facts, plan.action);
  return plan;
}

std::string_view ActionName(Action action) {
  switch (action) {
    case Action::kExec:
      return "exec";
    case Action::kSupervise:
      return "supervise";
    case Action::kStartSupervised:
      return "start-supervised";
    case Action::kOwnInit:
      return "own-init";
    case Action::kOwnTree:
      return "own-tree";
    case Action::kExecOverlayInit:
      return "exec-overlay-init";
    case Action::kRefuse:
      return "refuse";
  }
  return "";
}

}  // namespace hermes
