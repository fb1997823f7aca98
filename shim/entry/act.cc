#include "shim/entry/act.h"

#include <signal.h>
#include <unistd.h>

#include <string>
#include <utility>
#include <vector>

#include "shim/base/child_process.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/process_context.h"
#include "shim/base/umask_setting.h"
#include "shim/entry/exec_failure.h"
#include "shim/entry/mask_handover.h"
#include "shim/facts/gather.h"
#include "shim/init/drop_root.h"
#include "shim/init/init.h"
#include "shim/init/init_request.h"
#include "shim/invocation/depth.h"
#include "shim/invocation/plan.h"
#include "shim/privileges/home.h"
#include "shim/privileges/tree_owner.h"
#include "shim/supervision/supervise.h"

namespace hermes {
namespace {

constexpr char kOverlayInit[] = "/init";

int Become(const ChildRequest& request) {
  const Error failed = Exec(request);
  const bool is_there = access(request.program.c_str(), F_OK) == 0;
  const ExecFailure failure =
      ExplainExecFailure(request.program, failed.err, is_there);
  Say({failure.message});
  return failure.exit_code;
}

int ExecOverlayInit(const Call& call, const ProcessContext& context) {
  // Existing tools look for the path under which an old image calls this
  // program.
  const bool has_path = call.name.find('/') != std::string::npos;
  std::vector<std::string> argv = {kOverlayInit,
                                   has_path ? call.name : context.shim_program};
  argv.insert(argv.end(), call.args.begin(), call.args.end());
  return Become({kOverlayInit, argv, context.environment, context.signal_mask,
                 context.child_signal_ignored});
}

// Becomes the hermes user. Returns 0, or an exit code after it has reported why
// it refuses.
int LeaveRoot(const std::string& data_root, Environment& environment) {
  TreeOwner owner;
  const StartError error = ChooseTreeOwner(environment, &owner);
  if (error.exit_code != 0) {
    Say({error.message});
    return error.exit_code;
  }
  if (!owner.drop_root) return 0;
  const int refused = DropRoot(owner.identity, data_root, environment, true);
  if (refused == 0) LeaveRootsHome(data_root, environment);
  return refused;
}

SuperviseRequest SuperviseRequestFor(const Plan& plan, const Gathered& gathered,
                                     const ProcessContext& context) {
  SuperviseRequest request;
  request.context = context;
  request.profile = plan.profile;
  request.data_root = gathered.data_root;
  request.scandir = gathered.facts.tree.scandir;
  request.slot_inherits_environment = gathered.evidence.own_mark;
  request.s6 = gathered.s6;
  request.argv = plan.argv;
  request.program = plan.program;
  request.supervision_required = plan.supervision_required;
  return request;
}

InitRequest InitRequestFor(const Plan& plan, const Gathered& gathered,
                           ProcessContext context) {
  InitRequest request;
  request.context = std::move(context);
  request.supervise = plan.supervise;
  request.profile = plan.profile;
  request.argv = plan.argv;
  request.program = plan.program;
  request.supervision_required = plan.supervision_required;
  request.s6 = gathered.s6;
  request.data_root = gathered.data_root;
  request.is_pid_1 = gathered.facts.is_pid_1;
  return request;
}

}  // namespace

int Act(const Plan& plan, const Gathered& gathered, const Call& call,
        ProcessContext context) {
  // s6-overlay's init does not run hermes; it runs hermes-entry again.
  if (gathered.facts.invocation.RunsHermes() &&
      plan.action != Action::kExecOverlayInit) {
    context.environment.Set(kDepthVariable,
                            std::to_string(gathered.facts.depth + 1));
  }
  if (plan.drop_root) {
    const int refused = LeaveRoot(gathered.data_root, context.environment);
    if (refused != 0) return refused;
  }
  // Printed only now, because they say how the command runs: one that is
  // refused does not run.
  for (const std::string& message : plan.messages) Say({message});
  switch (plan.action) {
    case Action::kExec:
      ApplyUmask(context.environment.GetOrEmpty(kUmaskVariable));
      return Become({plan.program, plan.argv, context.environment,
                     context.signal_mask, context.child_signal_ignored});
    case Action::kSupervise:
      return SuperviseInTree(SuperviseRequestFor(plan, gathered, context));
    case Action::kStartSupervised:
      return StartSupervised(SuperviseRequestFor(plan, gathered, context));
    case Action::kOwnInit:
    case Action::kOwnTree:
      return RunAsInit(InitRequestFor(plan, gathered, std::move(context)));
    case Action::kExecOverlayInit:
      return ExecOverlayInit(call, context);
    case Action::kRefuse:
      break;
  }
  return plan.exit_code;
}

bool StaysResident(Action action) {
  return action == Action::kSupervise || action == Action::kOwnInit ||
         action == Action::kOwnTree;
}

void ReExecAsEntry(const Call& call, const ProcessContext& context) {
  ChildRequest request;
  request.program = context.shim_program;
  request.argv = {"hermes-entry"};
  request.argv.insert(request.argv.end(), call.args.begin(), call.args.end());
  request.environment = context.environment;
  HandMaskOn(context.signal_mask, getpid(), request.environment);
  // Passes the current mask on, so that all signals stay blocked.
  sigprocmask(SIG_BLOCK, nullptr, &request.signal_mask);
  request.ignore_child_signal = context.child_signal_ignored;
  Exec(request);
}

}  // namespace hermes
