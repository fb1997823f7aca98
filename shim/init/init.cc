#include "shim/init/init.h"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "shim/base/child_process.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/process_context.h"
#include "shim/base/signals.h"
#include "shim/init/children.h"
#include "shim/init/end_tree.h"
#include "shim/init/foreground_command.h"
#include "shim/init/init_request.h"
#include "shim/init/lost_scan.h"
#include "shim/init/preparation.h"
#include "shim/init/scan_process.h"
#include "shim/privileges/home.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"
#include "shim/slot/slot_environment.h"
#include "shim/slot/slot_name.h"
#include "shim/supervision/breadcrumb.h"
#include "shim/supervision/bring_up.h"
#include "shim/supervision/fall_back.h"
#include "shim/supervision/settings.h"
#include "shim/supervision/shed_memory.h"
#include "shim/supervision/signal_action.h"

namespace hermes {
namespace {

constexpr const char* kDefaultProfile = "default";

// PID 1 from the first preparation to the exit code.
class Init {
 public:
  explicit Init(const InitRequest& request)
      : request_(request),
        settings_(ReadSupervisionSettings(request.context.environment)),
        original_umask_(umask(022)) {}

  int Run();

 private:
  bool IsGatewayRun() const { return !request_.profile.empty(); }
  SlotSpec SpecOf(const std::string& profile) const;
  Expected<void> StartTree();
  Expected<void> PublishBootSlots();
  Expected<void> BringSlotUp();
  int SuperviseOrFallBack();
  int FallBack(const Error& why);
  int BeHeartbeat();
  void TellSlot(int signo);
  int RunCommand();
  void LoseScan();
  int End(int exit_code);

  const InitRequest& request_;
  const SupervisionSettings settings_;
  const mode_t original_umask_;
  Preparation prepared_;
  ScanProcess scan_;
  Children children_;
};

int Init::Run() {
  // Existing tools recognise supervision by PID 1's name and /run/s6/basedir.
  prctl(PR_SET_NAME, "s6-svscan");
  if (IsGatewayRun()) {
    for (const std::string& warning : settings_.warnings) Say({warning});
  }
  prepared_ = Prepare(request_);
  if (prepared_.refused != 0) return prepared_.refused;
  const Expected<void> started = StartTree();
  if (request_.supervise) {
    return started.ok() ? SuperviseOrFallBack() : FallBack(started.error());
  }
  // That s6 is missing has been said where the facts were gathered.
  if (!started.ok() && IsGatewayRun() && request_.s6.Missing().empty()) {
    Say({"no supervision tree: ", Describe(started.error())});
  }
  return RunCommand();
}

SlotSpec Init::SpecOf(const std::string& profile) const {
  SlotSpec spec;
  spec.name = SlotName(profile);
  spec.shim_program = request_.context.shim_program;
  spec.kill_timeout_ms = settings_.stop_timeout_ms;
  return spec;
}

Expected<void> Init::StartTree() {
  if (prepared_.no_tree.has_value()) return *prepared_.no_tree;
  const std::vector<std::string> missing = request_.s6.Missing();
  if (!missing.empty()) return Error{ENOENT, "finding", missing.front()};
  Expected<void> published = PublishBootSlots();
  if (!published.ok()) return published;
  ProcessContext context = request_.context;
  if (!IsGatewayRun()) context.environment.Set(kIdleTreeVariable, "1");
  Expected<ScanProcess> scan =
      StartScan(request_.s6.svscan, prepared_.directories.scandir, context,
                original_umask_);
  if (!scan.ok()) return scan.error();
  scan_ = std::move(scan).value();
  children_.svscan = scan_.pid;
  return {};
}

// The default profile's slot is there in every tree, and the command's.
Expected<void> Init::PublishBootSlots() {
  std::vector<std::string> profiles = {kDefaultProfile};
  if (IsGatewayRun() && request_.profile != kDefaultProfile) {
    profiles.push_back(request_.profile);
  }
  for (const std::string& profile : profiles) {
    const Expected<bool> made =
        PublishSlot(prepared_.directories.scandir, SpecOf(profile));
    if (!made.ok()) return made.error();
  }
  return {};
}

Expected<void> Init::BringSlotUp() {
  Expected<void> scanning = WaitUntilScanning(scan_);
  if (!scanning.ok()) return scanning;
  SlotControl control(request_.s6, prepared_.directories.scandir,
                      request_.context);
  return BringUp(control, SpecOf(request_.profile));
}

int Init::SuperviseOrFallBack() {
  const Expected<void> up = BringSlotUp();
  if (up.ok()) {
    Say({Breadcrumb(request_.profile)});
  } else if (up.error().err != EINTR) {
    return FallBack(up.error());
  }
  // With EINTR the stop signal is pending: the heartbeat's first wait takes it.
  return BeHeartbeat();
}

int Init::FallBack(const Error& why) {
  Say({FallBackLine(why, request_.supervision_required)});
  if (!request_.supervision_required) return RunCommand();
  return End(prepared_.no_tree.has_value() ? kExitCannotCreate : kExitS6);
}

int Init::BeHeartbeat() {
  const sigset_t waited = WaitedSignals();
  ShedMemory();
  while (true) {
    const int signo = sigwaitinfo(&waited, nullptr);
    if (signo < 0) continue;  // EINTR: stopped and continued
    switch (HeartbeatActionFor(signo)) {
      case SignalAction::kReap:
        ReapChildren(&children_);
        if (children_.svscan_ended) {
          LoseScan();
          return End(kExitS6);
        }
        break;
      case SignalAction::kStop:
        return End(HeartbeatExitCode(signo, settings_.term_exit_code));
      case SignalAction::kTellSlot:
        TellSlot(signo);
        break;
      case SignalAction::kTellCommand:
      case SignalAction::kIgnore:
        break;
    }
  }
}

void Init::TellSlot(int signo) {
  SlotControl control(request_.s6, prepared_.directories.scandir,
                      request_.context);
  const Expected<void> sent =
      control.SendSignal(SlotName(request_.profile), signo);
  if (!sent.ok()) Say({"signal not passed on: ", Describe(sent.error())});
}

int Init::RunCommand() {
  ChildRequest child = {
      request_.program, request_.argv, request_.context.environment,
      request_.context.signal_mask, request_.context.child_signal_ignored};
  if (prepared_.dropped_root) {
    LeaveRootsHome(request_.data_root, child.environment);
  }
  const Expected<pid_t> command =
      StartForegroundCommand(child, original_umask_);
  if (!command.ok()) {
    Say({Describe(command.error())});
    return End(ExitCodeOfExecFailure(command.error().err));
  }
  children_.command = command.value();
  return End(WaitForForegroundCommand(&children_, settings_.stop_timeout_ms,
                                      [this] { LoseScan(); }));
}

// s6-svscan is gone while nobody asked for it. Its supervisors live on; a
// second s6-svscan beside them would start every service twice.
void Init::LoseScan() {
  Say(
      {"s6-svscan ended though nobody asked it to; ending every slot, because "
       "nothing would supervise what is started from now on"});
  EndLostSupervisors(request_.s6.svc, prepared_.directories.scandir,
                     request_.context);
}

int Init::End(int exit_code) {
  EndTree(&children_, settings_.stop_timeout_ms);
  return exit_code;
}

}  // namespace

int RunAsInit(const InitRequest& request) { return Init(request).Run(); }

}  // namespace hermes
