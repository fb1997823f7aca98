#include "shim/supervision/supervise.h"

#include <signal.h>

#include <cerrno>
#include <optional>
#include <string>

#include "shim/base/child_process.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/signals.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"
#include "shim/slot/slot_name.h"
#include "shim/supervision/breadcrumb.h"
#include "shim/supervision/bring_up.h"
#include "shim/supervision/fall_back.h"
#include "shim/supervision/settings.h"
#include "shim/supervision/shed_memory.h"
#include "shim/supervision/signal_action.h"

namespace hermes {
namespace {

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

// Blocks until a signal ends this process; returns the exit code. Allocates
// nothing and executes nothing but s6-svc for a signal that the slot gets.
int BeHeartbeat(SlotControl& control, const std::string& profile,
                const SupervisionSettings& settings) {
  const sigset_t waited = WaitedSignals();
  ShedMemory();
  while (true) {
    const int signo = sigwaitinfo(&waited, nullptr);
    if (signo < 0) continue;  // EINTR: a debugger or a stop and continue
    switch (HeartbeatActionFor(signo)) {
      case SignalAction::kStop:
        return HeartbeatExitCode(signo, settings.term_exit_code);
      case SignalAction::kTellSlot: {
        const Expected<void> sent =
            control.SendSignal(SlotName(profile), signo);
        if (!sent.ok()) Say({"signal not passed on: ", Describe(sent.error())});
        break;
      }
      case SignalAction::kReap:
      case SignalAction::kTellCommand:
      case SignalAction::kIgnore:
        break;
    }
  }
}

// The foreground path where supervision is impossible; returns an exit code.
int RunUnsupervised(const SuperviseRequest& request, const Error& why) {
  Say({FallBackLine(why, request.supervision_required)});
  if (request.supervision_required) return kExitS6;
  const Error failed =
      Exec({request.program, request.argv, request.context.environment,
            request.context.signal_mask, request.context.child_signal_ignored});
  Say({Describe(failed)});
  return ExitCodeOfExecFailure(failed.err);
}

// The exit code for a stop signal that came before the slot was up.
int StoppedDuringBoot(const SupervisionSettings& settings) {
  const sigset_t waited = WaitedSignals();
  while (true) {
    const int signo = sigwaitinfo(&waited, nullptr);
    if (signo > 0 && HeartbeatActionFor(signo) == SignalAction::kStop) {
      return HeartbeatExitCode(signo, settings.term_exit_code);
    }
  }
}

}  // namespace

int SuperviseInTree(const SuperviseRequest& request) {
  const SupervisionSettings settings =
      ReadSupervisionSettings(request.context.environment);
  for (const std::string& warning : settings.warnings) Say({warning});
  SlotControl control(request.s6, request.scandir, request.context);
  const Expected<void> up = BringUp(control, SpecFor(request, settings));
  if (!up.ok() && up.error().err == EINTR) return StoppedDuringBoot(settings);
  if (!up.ok()) return RunUnsupervised(request, up.error());
  Say({Breadcrumb(request.profile)});
  return BeHeartbeat(control, request.profile, settings);
}

int StartSupervised(const SuperviseRequest& request) {
  SlotControl control(request.s6, request.scandir, request.context);
  const std::string slot = SlotName(request.profile);
  if (control.IsPublished(slot)) {
    const Expected<SlotStatus> status = control.Status(slot);
    if (status.ok() && status.value().wanted_up) {
      Say({slot, " is already supervised; nothing to start"});
      return kExitPlannedEnd;
    }
  }
  const Expected<void> up = BringUp(
      control,
      SpecFor(request, ReadSupervisionSettings(request.context.environment)));
  if (!up.ok()) {
    Say({"could not start ", slot, ": ", Describe(up.error())});
    return kExitS6;
  }
  Say({slot, " is started and supervised; it does not depend on this command"});
  return kExitPlannedEnd;
}

}  // namespace hermes
