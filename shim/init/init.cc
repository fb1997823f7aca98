#include "shim/init/init.h"

#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shim/base/child_process.h"
#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/umask_setting.h"
#include "shim/init/adoption.h"
#include "shim/init/children.h"
#include "shim/init/end_tree.h"
#include "shim/init/foreground_command.h"
#include "shim/init/init_request.h"
#include "shim/init/preparation.h"
#include "shim/init/scan_process.h"
#include "shim/init/socket_activation.h"
#include "shim/init/svscan_death.h"
#include "shim/privileges/home.h"
#include "shim/profile/slot_name.h"
#include "shim/reconcile/boot_plan.h"
#include "shim/reconcile/boot_settings.h"
#include "shim/reconcile/boot_slots.h"
#include "shim/reconcile/profile_data.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"
#include "shim/supervision/breadcrumb.h"
#include "shim/supervision/bring_up.h"
#include "shim/supervision/fall_back.h"
#include "shim/supervision/heartbeat.h"
#include "shim/supervision/heartbeat_wait.h"
#include "shim/supervision/service_notice.h"
#include "shim/supervision/settings.h"

namespace hermes {
namespace {

void SayOfSockets(const Environment& environment) {
  if (SocketsFor(getpid(), environment) == 0) return;
  Say(
      {"the sockets of LISTEN_FDS are not used, because a supervised gateway "
       "opens its own; `gateway run --no-supervise` gets them"});
}

// Runs the tree's parent, from the preparation to the exit code.
class Init {
 public:
  explicit Init(const InitRequest& request)
      : request_(request),
        settings_(ReadSupervisionSettings(request.context.environment)),
        boot_(BootFactsOf(request.profile, request.supervise,
                          ReadBootSettings(request.context.environment))),
        original_umask_(umask(022)),
        command_umask_(
            ParseUmask(request.context.environment.GetOrEmpty(kUmaskVariable))
                .value_or(original_umask_)) {}

  int Run();

 private:
  bool IsGatewayRun() const { return !request_.profile.empty(); }
  // True if lines about the boot may be printed: they must not get into the
  // output of a command that has nothing to do with gateways.
  bool SpeaksOfBoot() const { return ConcernsData(boot_); }
  std::string SlotDirectory() const {
    return prepared_.directories.scandir + "/" + SlotName(request_.profile);
  }
  SlotControl Control() const {
    return SlotControl(request_.s6, prepared_.directories.scandir,
                       request_.context);
  }
  SlotSpec Like() const;
  void BecomeInit();
  Expected<void> StartTree();
  void SettleBoot();
  Expected<void> PublishFirstSlots();
  std::vector<std::string> PublishRest(const std::string& but_for);
  void AddRest(const std::string& but_for);
  void HoldInForeground();
  Expected<void> AwaitSlot();
  int SuperviseOrFallBack();
  int RunUnsupervised(const Error& why);
  int BeHeartbeat();
  std::optional<int> OnChildExit();
  int RunCommand();
  int BecomeCommand(const ChildRequest& command);
  void OnSvscanDied();
  int End(int exit_code);

  const InitRequest& request_;
  const SupervisionSettings settings_;
  const BootFacts boot_;
  const mode_t original_umask_;
  const mode_t command_umask_;  // UMASK, if the operator has set it
  Preparation prepared_;
  BootPlan plan_;
  std::optional<HeartbeatWait> wait_;  // of the command's slot
  ScanProcess scan_;
  Children children_;
};

// Makes this process an init. As PID 1 it gets the name that existing tools
// look for. Below another PID 1 it notes the children that it already has and
// becomes a subreaper, because only PID 1 adopts orphans by default.
void Init::BecomeInit() {
  if (request_.is_pid_1) {
    // Existing tools recognise supervision by PID 1's name and /run/s6/basedir.
    prctl(PR_SET_NAME, "s6-svscan");
    return;
  }
  children_.preexisting_children = ChildrenOfThisProcess();
  const Expected<void> adopts = AdoptOrphans();
  if (adopts.ok()) return;
  Say({"PID 1 will adopt the processes that outlive a gateway (",
       Describe(adopts.error()), "); continuing"});
}

int Init::Run() {
  BecomeInit();
  if (IsGatewayRun()) {
    for (const std::string& warning : settings_.warnings) Say({warning});
    for (const std::string& line : boot_.settings.warnings) Say({line});
    if (request_.supervise) SayOfSockets(request_.context.environment);
  }
  prepared_ = Prepare(request_);
  if (prepared_.refused != 0) return prepared_.refused;
  const Expected<void> started = StartTree();
  if (request_.supervise) {
    return started.ok() ? SuperviseOrFallBack()
                        : RunUnsupervised(started.error());
  }
  // If s6 is missing, a message of the plan has already reported that.
  if (!started.ok() && IsGatewayRun() && request_.s6.Missing().empty()) {
    Say({"no supervision tree: ", Describe(started.error())});
  }
  return RunCommand();
}

Expected<void> Init::StartTree() {
  if (prepared_.no_tree.has_value()) return *prepared_.no_tree;
  const std::vector<std::string> missing = request_.s6.Missing();
  if (!missing.empty()) return Error{ENOENT, "finding", missing.front()};
  SettleBoot();
  Expected<void> published = PublishFirstSlots();
  if (!published.ok()) return published;
  // Watches before s6-svscan starts the slot, so that no failure is missed.
  if (request_.supervise) wait_.emplace(SlotDirectory());
  Expected<ScanProcess> scan =
      StartScan(request_.s6.svscan, prepared_.directories.scandir_fd.get(),
                request_.context, original_umask_);
  if (!scan.ok()) return scan.error();
  scan_ = std::move(scan).value();
  children_.svscan = scan_.pid;
  return {};
}

SlotSpec Init::Like() const {
  SlotSpec like;
  like.shim_program = request_.context.shim_program;
  like.kill_timeout_ms = settings_.stop_timeout_ms;
  return like;
}

// Plans the slots and applies the plan to the data.
void Init::SettleBoot() {
  plan_ = PlanBoot(boot_, GatherProfiles(request_.data_root, boot_));
  std::vector<std::string> lines = SettleData(request_.data_root, plan_);
  for (const std::string& line : BootRemarks(plan_)) lines.push_back(line);
  if (!SpeaksOfBoot()) return;
  for (const std::string& line : lines) Say({line});
}

// Publishes the slots that s6-svscan starts with: for a supervised `gateway
// run` only its own slot, so that the gateway does not wait for hundreds of
// supervisors; else all slots, so that the command finds them.
Expected<void> Init::PublishFirstSlots() {
  if (request_.supervise) {
    return PublishSlotOf(request_.profile, prepared_.directories.scandir, plan_,
                         Like());
  }
  PublishRest("");
  return {};
}

// Publishes the slots of all profiles except `but_for`, and the dashboard's.
// Slots that are wanted up have no `down` file, so that s6-svscan starts them.
// Returns those of them that a user has already registered, down, meanwhile.
std::vector<std::string> Init::PublishRest(const std::string& but_for) {
  std::vector<std::string> lines;
  const std::string& scandir = prepared_.directories.scandir;
  std::vector<std::string> there =
      PublishSlotsOfOthers(but_for, scandir, plan_, Like(), &lines);
  PublishDashboardSlot(scandir, plan_.dashboard_up, Like(), &lines);
  if (SpeaksOfBoot()) {
    for (const std::string& line : lines) Say({line});
  }
  return there;
}

// Publishes those slots and starts them, if s6-svscan already runs.
void Init::AddRest(const std::string& but_for) {
  const std::vector<std::string> registered = PublishRest(but_for);
  SlotControl control = Control();
  Expected<void> added = control.Rescan();
  for (const std::string& slot : registered) {
    if (added.ok()) added = control.WantUp(slot);
  }
  if (!added.ok()) {
    Say({"not all other slots are supervised: ", Describe(added.error())});
  }
}

// Plans the command's slot, which could not be supervised, as held down, so
// that no operator can start a second gateway next to the one in the
// foreground.
void Init::HoldInForeground() {
  for (ProfilePlan& profile : plan_.profiles) {
    if (profile.profile != request_.profile) continue;
    profile.up = false;
    profile.runs_in_foreground = true;
  }
}

// Waits until the command's slot, which was published as wanted up, has a
// supervisor. Unregisters it after an error, as BringUp() does.
Expected<void> Init::AwaitSlot() {
  SlotControl control = Control();
  const std::string slot = SlotName(request_.profile);
  Expected<void> scanning = WaitUntilScanning(scan_);
  if (scanning.ok()) return AwaitBootSlot(control, slot);
  if (scanning.error().err != EINTR) UndoRegistration(control, slot);
  return scanning;
}

int Init::SuperviseOrFallBack() {
  const Expected<void> up = AwaitSlot();
  if (up.ok()) {
    AddRest(request_.profile);
    Say({Breadcrumb(request_.profile)});
    NotifyServiceManager(request_.context.environment, kReadyNotice);
  } else if (up.error().err != EINTR) {
    return RunUnsupervised(up.error());
  }
  // After EINTR a stop signal is pending; the heartbeat's first wait gets it.
  return BeHeartbeat();
}

int Init::RunUnsupervised(const Error& why) {
  const bool scans = children_.svscan > 0 && !children_.svscan_ended;
  const FallBack fall_back = ChooseFallBack(
      request_.supervision_required,
      scans && Control().OwnSupervisorListens(SlotName(request_.profile)));
  Say({FallBackLine(why, fall_back)});
  if (fall_back != FallBack::kForeground) {
    return End(prepared_.no_tree.has_value() ? kExitCannotCreate : kExitS6);
  }
  if (scans && request_.is_pid_1) {
    HoldInForeground();
    AddRest("");
  }
  return RunCommand();
}

int Init::BeHeartbeat() {
  SlotControl control = Control();
  return End(RunHeartbeat(*wait_, control, request_.profile,
                          request_.context.environment, settings_,
                          [this] { return OnChildExit(); }));
}

// Reaps children. Returns the exit code to end with if s6-svscan has died.
std::optional<int> Init::OnChildExit() {
  ReapChildren(&children_);
  if (!children_.svscan_ended) return std::nullopt;
  OnSvscanDied();
  return kExitS6;
}

int Init::RunCommand() {
  ChildRequest child = {
      request_.program, request_.argv, request_.context.environment,
      request_.context.signal_mask, request_.context.child_signal_ignored};
  if (prepared_.dropped_root) {
    LeaveRootsHome(request_.data_root, child.environment);
  }
  if (!request_.is_pid_1) return BecomeCommand(child);
  HandSocketsOn(getpid(), child);
  const Expected<pid_t> command = StartForegroundCommand(child, command_umask_);
  if (!command.ok()) {
    Say({Describe(command.error())});
    return End(ExitCodeOfExecFailure(command.error().err));
  }
  children_.command = command.value();
  return End(WaitForForegroundCommand(&children_, settings_.stop_timeout_ms,
                                      [this] { OnSvscanDied(); }));
}

// Executes the command in this process, as without a tree, because the other
// PID 1 does the work of an init. Returns only if that fails.
int Init::BecomeCommand(const ChildRequest& command) {
  EndTree(&children_, settings_.stop_timeout_ms);
  StopAdopting();
  umask(command_umask_);
  const Error failed = Exec(command);
  Say({Describe(failed)});
  return ExitCodeOfExecFailure(failed.err);
}

// Ends all slots after s6-svscan has died unexpectedly. It is not started
// again: its supervisors are still alive, and a second s6-svscan would start
// every service twice.
void Init::OnSvscanDied() {
  Say(
      {"s6-svscan has died unexpectedly; ending every slot, because new slots "
       "could not be supervised"});
  EndSupervisors(request_.s6.svc, prepared_.directories.scandir,
                 request_.context);
}

int Init::End(int exit_code) {
  EndTree(&children_, settings_.stop_timeout_ms);
  return exit_code;
}

}  // namespace

int RunAsInit(const InitRequest& request) {
  // The container must be able to end even if no process reads its stderr.
  LimitSay();
  return Init(request).Run();
}

}  // namespace hermes
