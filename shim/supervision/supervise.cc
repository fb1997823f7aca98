#include "shim/supervision/supervise.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <utility>

#include "shim/base/child_process.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/signals.h"
#include "shim/base/unique_fd.h"
#include "shim/privileges/tree_owner.h"
#include "shim/profile/desired_state.h"
#include "shim/profile/profile.h"
#include "shim/profile/slot_name.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"
#include "shim/slot/slot_lock.h"
#include "shim/slot/slot_model.h"
#include "shim/slot/slot_status.h"
#include "shim/slot/supervise_directory.h"
#include "shim/supervision/breadcrumb.h"
#include "shim/supervision/bring_up.h"
#include "shim/supervision/fall_back.h"
#include "shim/supervision/heartbeat.h"
#include "shim/supervision/heartbeat_wait.h"
#include "shim/supervision/service_notice.h"
#include "shim/supervision/settings.h"
#include "shim/supervision/signal_action.h"

namespace hermes {
namespace {

// The exit code of `gateway run` in docker exec if the profile already runs in
// the foreground, so that nothing is started.
constexpr int kExitRefused = 1;

SlotSpec SpecFor(const SuperviseRequest& request,
                 const SupervisionSettings& settings) {
  SlotSpec spec;
  spec.name = SlotName(request.profile);
  spec.shim_program = request.context.shim_program;
  spec.kill_timeout_ms = settings.stop_timeout_ms;
  if (!request.slot_inherits_environment) {
    spec.environment = request.context.environment;
  }
  return spec;
}

// In another init's tree that root owns, makes the hermes user the operator of
// the slot, as for the slots of a boot; the gateway runs as that user. Returns
// 0, or an exit code after it has reported why that user cannot be chosen.
int ChooseOperator(const SuperviseRequest& request, SlotSpec* spec) {
  if (geteuid() != 0 || request.slot_inherits_environment) return 0;
  TreeOwner hermes;
  const StartError error =
      ChooseTreeOwner(request.context.environment, &hermes);
  if (error.exit_code != 0) Say({error.message});
  if (hermes.drop_root) {
    spec->operated_by = TreeOperator{hermes.identity.uid, hermes.identity.gid};
  }
  return error.exit_code;
}

// Reports `why` and executes the command in the foreground, unless that is not
// allowed (see ChooseFallBack()). Returns an exit code, only if nothing runs.
int RunUnsupervised(const SuperviseRequest& request, const Error& why,
                    bool slot_has_supervisor) {
  const FallBack fall_back =
      ChooseFallBack(request.supervision_required, slot_has_supervisor);
  Say({FallBackLine(why, fall_back)});
  if (fall_back != FallBack::kForeground) return kExitS6;
  const Error failed =
      Exec({request.program, request.argv, request.context.environment,
            request.context.signal_mask, request.context.child_signal_ignored});
  Say({Describe(failed)});
  return ExitCodeOfExecFailure(failed.err);
}

// Waits for the stop signal, which is already pending, and returns its exit
// code. Discards other signals: the slot is not up, so that it cannot get them.
int StoppedDuringBoot(const SupervisionSettings& settings) {
  const sigset_t waited = WaitedSignals();
  while (true) {
    const int signo = sigwaitinfo(&waited, nullptr);
    if (signo > 0 && HeartbeatActionFor(signo) == SignalAction::kStop) {
      return HeartbeatExitCode(signo, settings.term_exit_code);
    }
  }
}

// Records the operator's start, so that the next boot starts the slot too.
void RecordIntent(const SuperviseRequest& request) {
  const Expected<void> written = WriteDesiredState(
      ProfileDirectory(request.data_root, request.profile), true);
  if (written.ok()) return;
  Say(
      {"could not record that the gateway should run after a restart of the "
       "container (",
       Describe(written.error()), ")"});
}

// Returns the spec of a new slot that an operator's command makes. It is made
// like the slots that exist in the tree, so that it gets nothing from the
// environment of that command. If none can serve as a model, the spec is made
// from this request.
SlotSpec SpecLikeOthers(const SuperviseRequest& request,
                        const SlotControl& control) {
  NewSlotFacts facts;
  facts.shim_program = request.context.shim_program;
  facts.tree_hands_environment_on = request.slot_inherits_environment;
  facts.uid = geteuid();
  for (const std::string& slot : control.List()) {
    facts.models.push_back(ReadSlotModel(request.scandir, slot));
  }
  Expected<SlotSpec> spec = SpecOfNewSlot(SlotName(request.profile), facts);
  if (spec.ok()) return std::move(spec).value();
  return SpecFor(request, ReadSupervisionSettings(request.context.environment));
}

int NotStarted(const std::string& slot, const Error& why) {
  Say({"could not start ", slot, ": ", Describe(why)});
  return kExitS6;
}

}  // namespace

int SuperviseInTree(const SuperviseRequest& request) {
  // The heartbeat must be able to end even if no process reads its stderr.
  LimitSay();
  const SupervisionSettings settings =
      ReadSupervisionSettings(request.context.environment);
  for (const std::string& warning : settings.warnings) Say({warning});
  SlotControl control(request.s6, request.scandir, request.context);
  SlotSpec spec = SpecFor(request, settings);
  const int refused = ChooseOperator(request, &spec);
  if (refused != 0) return refused;
  Expected<void> up = control.Register(spec);
  // Watches before the slot starts: a start removes the record of an earlier
  // failure, and this way no later failure is missed.
  HeartbeatWait wait(request.scandir + "/" + spec.name);
  if (up.ok()) up = BringUp(control, spec);
  if (!up.ok() && up.error().err == EINTR) return StoppedDuringBoot(settings);
  if (!up.ok()) {
    return RunUnsupervised(
        request, up.error(),
        control.OwnSupervisorListens(SlotName(request.profile)));
  }
  Say({Breadcrumb(request.profile)});
  NotifyServiceManager(request.context.environment, kReadyNotice);
  // s6-svscan is not a child of this process: no child's exit ends it.
  return RunHeartbeat(wait, control, request.profile,
                      request.context.environment, settings,
                      []() -> std::optional<int> { return std::nullopt; });
}

int StartSupervised(const SuperviseRequest& request) {
  SlotControl control(request.s6, request.scandir, request.context);
  const std::string slot = SlotName(request.profile);
  if (control.HeldInForeground(slot)) {
    Say({slot,
         " runs in the foreground as the container's own command, without "
         "supervision; nothing was started"});
    return kExitRefused;
  }
  const Expected<void> made =
      control.IsPublished(slot)
          ? control.WaitForSupervisor(slot)
          : control.Register(SpecLikeOthers(request, control));
  if (!made.ok()) return NotStarted(slot, made.error());
  // As `gateway start` does: the record must match the last command to s6.
  const Expected<UniqueFd> held = LockSlot(request.scandir + "/" + slot);
  if (!held.ok()) return NotStarted(slot, held.error());
  const Expected<SlotStatus> status = control.Status(slot);
  if (status.ok() && status.value().wanted_up) {
    Say({slot, " is already supervised; nothing to start"});
    return kExitPlannedEnd;
  }
  // If this fails, the slot stays registered: the boot may have made it.
  const Expected<void> wanted = control.WantUp(slot);
  if (!wanted.ok()) return NotStarted(slot, wanted.error());
  RecordIntent(request);
  Say({slot, " is started and supervised; it does not depend on this command"});
  return kExitPlannedEnd;
}

}  // namespace hermes
