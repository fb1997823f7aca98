#include "shim/manager/service_manager.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/path_search.h"
#include "shim/base/process_context.h"
#include "shim/base/process_stat.h"
#include "shim/base/signals.h"
#include "shim/base/unique_fd.h"
#include "shim/manager/manager_error.h"
#include "shim/manager/slot_state.h"
#include "shim/manager/tree_access.h"
#include "shim/profile/desired_state.h"
#include "shim/profile/planned_stop.h"
#include "shim/profile/profile.h"
#include "shim/profile/slot_name.h"
#include "shim/slot/kill_timeout.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"
#include "shim/slot/slot_lock.h"
#include "shim/slot/slot_model.h"
#include "shim/slot/slot_records.h"
#include "shim/slot/slot_status.h"

namespace hermes {
namespace {

using Done = Expected<void, ManagerError>;

constexpr char kProgram[] = "hermes-entry";
constexpr char kInstalledProgram[] = "/usr/local/bin/hermes-entry";
constexpr long kSettlingMs = 2000;
constexpr timespec kStatusStep = {0, 5000000};

// Returns 0, or the error number of opening a control FIFO for writing: EACCES
// if this uid may not, ENXIO or ENOENT if no process reads it.
int ControlError(const std::string& fifo) {
  const UniqueFd fd(
      open(fifo.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW));
  return fd.valid() ? 0 : errno;
}

std::string InstalledProgram(std::string_view path) {
  if (ExecutableError(kInstalledProgram) == 0) return kInstalledProgram;
  return FindOnPath(kProgram, path).value_or("");
}

bool RestartIsMarked(const std::string& slot_path) {
  const std::string marker =
      slot_path + "/" + kDataDirectory + "/" + kRestartFile;
  return access(marker.c_str(), F_OK) == 0;
}

// Returns a record of the slot; empty if this uid cannot read it.
std::string Noted(const std::string& slot_path, const char* record) {
  const Expected<UniqueFd> data =
      OpenDirectory(AT_FDCWD, slot_path + "/" + kDataDirectory);
  return data.ok() ? ReadRecord(data.value().get(), record) : "";
}

std::optional<StartRecord> NotedLife(const std::string& slot_path) {
  return ParseStartRecord(Noted(slot_path, kStartFile));
}

// The recorded start time distinguishes the process from a later one with the
// same pid.
bool IsAlive(const StartRecord& life) {
  const std::optional<ProcessStat> stat = ReadProcessStat(life.pid);
  return stat && stat->start_ticks == life.start_ticks;
}

// Returns the exit code of the last life as `finish` recorded it, or -1 if it
// did not. s6-svstat does not report it for a slot that is up.
int NotedExitCode(const std::string& slot_path) {
  const std::optional<DeathRecord> deaths =
      ParseDeathRecord(Noted(slot_path, kDeathsFile));
  return deaths && deaths->consecutive_early_exits > 0 ? deaths->last_code : -1;
}

}  // namespace

Expected<ServiceManager, ManagerError> ServiceManager::Open(
    ProcessContext context, std::string data_root) {
  Expected<LiveTree, ManagerError> tree = FindLiveTree(context.environment);
  if (!tree.ok()) return tree.error();
  const std::string scandir = tree.value().scandir;
  const Done become =
      BecomeUid(tree.value().uid, tree.value().gid, context.environment);
  if (!become.ok()) return become.error();
  std::string program =
      InstalledProgram(context.environment.GetOrEmpty("PATH"));
  return ServiceManager(SlotControl(std::move(tree.value().programs), scandir,
                                    std::move(context)),
                        std::move(data_root), std::move(program),
                        tree.value().is_own, MonotonicMs() + kSettlingMs);
}

std::string ServiceManager::SlotPath(std::string_view slot) const {
  return control_.scandir() + "/" + std::string(slot);
}

std::optional<std::string> ServiceManager::HomeOf(std::string_view slot) const {
  const std::optional<std::string> profile = ProfileOfSlot(slot);
  if (!profile) return std::nullopt;
  return ProfileDirectory(data_root_, *profile);
}

Expected<SlotSpec> ServiceManager::SpecFor(const std::string& slot) const {
  NewSlotFacts facts;
  facts.shim_program = shim_program_;
  facts.tree_hands_environment_on = own_tree_;
  facts.uid = geteuid();
  // Read the best model first: if it is suitable, the others need not be read.
  facts.models = {ReadSlotModel(control_.scandir(), SlotName("default"))};
  if (facts.models.front().shim_program.empty()) {
    for (const std::string& other : control_.List()) {
      facts.models.push_back(ReadSlotModel(control_.scandir(), other));
    }
  }
  return SpecOfNewSlot(slot, facts);
}

Done ServiceManager::Register(std::string_view profile) {
  const std::string slot = SlotName(profile);
  if (control_.IsPublished(slot)) return CheckSupervisor(slot);
  const int err = ControlError(control_.scandir() + "/.s6-svscan/control");
  if (err != 0) {
    return RegisteringError({err, "operating the tree at", control_.scandir()});
  }
  const Expected<SlotSpec> spec = SpecFor(slot);
  if (!spec.ok()) return RegisteringError(spec.error());
  const Expected<void> registered = control_.Register(spec.value());
  if (!registered.ok()) return RegisteringError(registered.error());
  settled_ms_ = MonotonicMs() + kSettlingMs;
  return {};
}

Done ServiceManager::Unregister(std::string_view slot) {
  const Expected<UniqueFd, ManagerError> held = Hold(slot);
  if (!held.ok()) return held.error();
  const Expected<void> removed = control_.Unregister(slot);
  if (!removed.ok()) return OperatingError(removed.error());
  return {};
}

Done ServiceManager::CheckSupervisor(std::string_view slot) {
  const std::string path = SlotPath(slot);
  const int err = ControlError(path + "/supervise/control");
  if (err == EACCES) return OperatingError({err, "operating", path});
  const Expected<void> listens = control_.WaitForSupervisor(slot);
  // A slot without a supervisor cannot be operated.
  if (!listens.ok()) return RegisteringError(listens.error());
  return {};
}

Expected<UniqueFd, ManagerError> ServiceManager::Hold(std::string_view slot) {
  const std::string path = SlotPath(slot);
  Expected<UniqueFd> lock = LockSlot(path);
  if (!lock.ok()) return OperatingError(lock.error());
  if (!control_.IsPublished(slot)) {
    return ManagerError{ManagerFault::kNoSuchSlot, "there is no slot " + path};
  }
  if (control_.HeldInForeground(slot)) {
    return ManagerError{
        ManagerFault::kForeground,
        "it runs in the foreground as this container's own command, which "
        "opted out of supervision; stop or restart the container"};
  }
  return std::move(lock).value();
}

std::string ServiceManager::Record(std::string_view slot, bool running) const {
  const std::optional<std::string> home = HomeOf(slot);
  if (!home) return "";
  const Expected<void> written = WriteDesiredState(*home, running);
  if (written.ok()) return "";
  return "the requested state could not be recorded for the next boot: " +
         Describe(written.error());
}

Done ServiceManager::BecomeOperatorOf(std::string_view slot) const {
  if (geteuid() != 0 || !control_.IsPublished(slot)) return {};
  return BecomeOwnerOf(SlotPath(slot) + "/" + kDataDirectory,
                       control_.environment());
}

Expected<OperationResult, ManagerError> ServiceManager::Operate(
    std::string_view slot,
    Expected<void> (SlotControl::*operation)(std::string_view)) {
  const Done become = BecomeOperatorOf(slot);
  if (!become.ok()) return become.error();
  const Expected<UniqueFd, ManagerError> held = Hold(slot);
  if (!held.ok()) return held.error();
  const Done listens = CheckSupervisor(slot);
  if (!listens.ok()) return listens.error();
  const Expected<void> sent = (control_.*operation)(slot);
  if (!sent.ok()) return OperatingError(sent.error());
  return OperationResult{Record(slot, true)};
}

Expected<OperationResult, ManagerError> ServiceManager::Start(
    std::string_view slot) {
  return Operate(slot, &SlotControl::WantUp);
}

Expected<OperationResult, ManagerError> ServiceManager::Restart(
    std::string_view slot) {
  return Operate(slot, &SlotControl::Restart);
}

bool ServiceManager::Announce(std::string_view slot) const {
  const std::optional<std::string> home = HomeOf(slot);
  const std::optional<StartRecord> life = NotedLife(SlotPath(slot));
  // Before the exec, the process is `run` itself, which needs no notice.
  if (!home || !life || life->exec_ms == 0) return true;
  if (!IsAlive(*life)) return true;
  return WritePlannedStop(*home, life->pid, life->start_ticks).ok();
}

pid_t ServiceManager::RecordedProcess(std::string_view slot) const {
  const std::optional<StartRecord> life = NotedLife(SlotPath(slot));
  return life && IsAlive(*life) ? life->pid : -1;
}

Expected<OperationResult, ManagerError> ServiceManager::Stop(
    std::string_view slot) {
  const Done become = BecomeOperatorOf(slot);
  if (!become.ok()) return become.error();
  const Expected<UniqueFd, ManagerError> held = Hold(slot);
  if (!held.ok()) return held.error();
  const Done listens = CheckSupervisor(slot);
  if (!listens.ok()) return listens.error();
  const bool announced = Announce(slot);
  const Expected<void> sent = control_.WantDown(slot);
  if (!sent.ok()) {
    // A later TERM is not an operator's.
    if (const std::optional<std::string> home = HomeOf(slot)) {
      RemovePlannedStop(*home);
    }
    return OperatingError(sent.error());
  }
  OperationResult done{Record(slot, false)};
  if (!announced && done.warning.empty()) {
    done.warning =
        "the gateway could not be notified that this stop is planned";
  }
  return done;
}

Done ServiceManager::WaitForEnd(std::string_view slot) {
  const Expected<void> ended =
      control_.WaitForEnd(slot, EndDeadlineMs(SlotPath(slot)));
  if (!ended.ok()) return OperatingError(ended.error());
  return {};
}

Expected<SlotStatus> ServiceManager::StatusOf(std::string_view slot) const {
  Expected<SlotStatus> status = control_.Status(slot);
  while (!status.ok() && control_.IsPublished(slot) &&
         MonotonicMs() < settled_ms_ && !StopSignalPending()) {
    nanosleep(&kStatusStep, nullptr);
    status = control_.Status(slot);
  }
  return status;
}

Expected<SlotView, ManagerError> ServiceManager::View(std::string_view slot) {
  SlotFacts facts;
  facts.published = control_.IsPublished(slot);
  facts.is_dashboard = slot == kDashboardSlot;
  if (facts.published) {
    Expected<SlotStatus> status = StatusOf(slot);
    if (!status.ok()) return OperatingError(status.error());
    facts.status = std::move(status).value();
    if (facts.status.exit_code < 0) {
      facts.status.exit_code = NotedExitCode(SlotPath(slot));
    }
    facts.foreground = control_.HeldInForeground(slot);
    facts.restart_marked = RestartIsMarked(SlotPath(slot));
  }
  return SlotView{std::string(slot), StateOf(facts), facts.status};
}

std::vector<std::string> ServiceManager::List() { return control_.List(); }

}  // namespace hermes
