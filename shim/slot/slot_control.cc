#include "shim/slot/slot_control.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shim/base/child_process.h"
#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"
#include "shim/profile/slot_name.h"
#include "shim/slot/kill_timeout.h"
#include "shim/slot/poll_until.h"
#include "shim/slot/scan_directory.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_records.h"
#include "shim/slot/slot_status.h"
#include "shim/slot/supervisor.h"

namespace hermes {
namespace {

constexpr long kSupervisorDeadlineMs = 5000;
constexpr long kWithdrawDeadlineMs = 10000;
constexpr long kLoggerDeadlineMs = 3000;
constexpr int kMaxAsideNames = 1000;
// s6-svc's exit code if no process reads the control FIFO.
constexpr int kNotListening = 100;
constexpr long kListeningPatienceMs = 2000;

std::string TrimRight(std::string text) {
  text.erase(text.find_last_not_of(" \n") + 1);
  return text;
}

// Returns the stdout of an s6 program, or an error with the reason why it
// failed.
Expected<std::string> Answer(Expected<ProgramResult> result) {
  if (!result.ok()) return result.error();
  if (result.value().exit_code == 0) return std::move(result.value().output);
  return Error{0, "s6 refused:",
               TrimRight(std::move(result.value().stderr_text)) +
                   " (exit code " + std::to_string(result.value().exit_code) +
                   ")"};
}

// Renames the slot's directory to a free name that s6-svscan ignores.
Expected<std::string> RenameAside(int scandir_fd, const std::string& slot) {
  const std::string stem =
      "." + slot + ".withdrawn-" + std::to_string(getpid()) + "-";
  for (int n = 0; n < kMaxAsideNames; ++n) {
    std::string aside = stem + std::to_string(n);
    // A leftover of that name is not empty, so rename(2) does not replace it.
    if (renameat(scandir_fd, slot.c_str(), scandir_fd, aside.c_str()) == 0) {
      return aside;
    }
    if (errno != ENOTEMPTY && errno != EEXIST) break;
  }
  return Error{errno, "withdrawing", slot};
}

bool IsDirectory(const std::string& path) {
  struct stat st;
  return lstat(path.c_str(), &st) == 0 && S_ISDIR(st.st_mode);
}

struct CloseDirectory {
  void operator()(DIR* directory) const { closedir(directory); }
};

}  // namespace

std::string SlotControl::SlotPath(std::string_view slot) const {
  return scandir_ + "/" + std::string(slot);
}

Expected<ProgramResult> SlotControl::Execute(
    const std::string& program, std::vector<std::string> arguments) const {
  if (program.empty()) return Error{ENOENT, "looking for s6's programs", ""};
  arguments.insert(arguments.begin(), program);
  return RunProgram({program, std::move(arguments), context_.environment,
                     context_.signal_mask});
}

Expected<std::string> SlotControl::Run(
    const std::string& program, std::vector<std::string> arguments) const {
  return Answer(Execute(program, std::move(arguments)));
}

// On an overloaded machine, a supervisor that listened a moment ago may not be
// ready for s6-svc yet.
Expected<void> SlotControl::Svc(std::string_view slot,
                                const char* command) const {
  Expected<ProgramResult> result = Error{};
  const auto answered = [&] {
    result = Execute(programs_.svc, {command, SlotPath(slot)});
    return !result.ok() || result.value().exit_code != kNotListening ||
           !IsPublished(slot);
  };
  const int err =
      PollUntil(answered, kListeningPatienceMs, 50, OnStopSignal::kGiveUp);
  if (err == EINTR) return Error{err, "operating", SlotPath(slot)};
  // Report the last answer of s6-svc, also after a timeout.
  const Expected<std::string> sent = Answer(std::move(result));
  return sent.ok() ? Expected<void>() : sent.error();
}

Expected<void> SlotControl::Register(const SlotSpec& spec) {
  const Expected<bool> published = PublishSlot(scandir_, spec);
  if (!published.ok()) return published.error();
  if (SupervisorListens(spec.name)) return {};
  Expected<void> done = Rescan();
  if (done.ok()) done = WaitForSupervisor(spec.name);
  if (done.ok() || !published.value()) return done;
  const Expected<void> withdrawn = Withdraw(spec.name);
  // Report why the registration failed; that is more useful.
  static_cast<void>(withdrawn);
  return done;
}

Expected<void> SlotControl::Rescan() const {
  const Expected<std::string> rescanned =
      Run(programs_.svscanctl, {"-a", scandir_});
  return rescanned.ok() ? Expected<void>() : rescanned.error();
}

Expected<void> SlotControl::WaitForSupervisor(std::string_view slot) {
  const int err = PollUntil([&] { return SupervisorListens(slot); },
                            kSupervisorDeadlineMs, 10, OnStopSignal::kGiveUp);
  if (err == 0) return {};
  return Error{err, "waiting for the supervisor of", SlotPath(slot)};
}

Expected<void> SlotControl::Unregister(std::string_view slot) {
  const std::string path = SlotPath(slot);
  if (!IsPublished(slot)) return Error{ENOENT, "unregistering", path};
  if (HasSupervisor(path)) {
    Expected<void> down = WantDown(slot);
    if (down.ok()) down = WaitForEnd(slot, EndDeadlineMs(path));
    if (!down.ok()) return down;
  }
  return Withdraw(slot);
}

Expected<void> SlotControl::WaitForEnd(std::string_view slot,
                                       long timeout_ms) const {
  const std::string path = SlotPath(slot);
  const auto ended = [&] {
    const Expected<SlotStatus> status = AskSupervisor(path);
    if (!status.ok()) return !HasSupervisor(path);
    return !status.value().up && !status.value().finishing;
  };
  const int err = PollUntil(ended, timeout_ms, 100, OnStopSignal::kGiveUp);
  if (err == 0) return {};
  return Error{err, "waiting for the end of the gateway of", path};
}

Expected<void> SlotControl::Withdraw(std::string_view slot) {
  const Expected<UniqueFd> scandir = OpenScanDirectory(scandir_);
  if (!scandir.ok()) return scandir.error();
  const int scandir_fd = scandir.value().get();
  const Expected<std::string> aside =
      RenameAside(scandir_fd, std::string(slot));
  if (!aside.ok()) return aside.error();
  const std::string path = scandir_ + "/" + aside.value();
  // s6-svscan identifies its services by device and inode: the rename makes
  // this one inactive, and -n ends the supervisors of inactive services.
  if (!Run(programs_.svscanctl, {"-an", scandir_}).ok()) {
    // If s6-svscan has exited, end the supervisors that outlived it directly.
    const std::string log = path + "/log";
    if (HasSupervisor(path)) Run(programs_.svc, {"-dx", path}).ok();
    if (HasSupervisor(log)) Run(programs_.svc, {"-x", log}).ok();
  }
  const auto ended = [&] { return !IsPartlySupervised(path); };
  int err = PollUntil(ended, kLoggerDeadlineMs, 10, OnStopSignal::kGoOn);
  if (err != 0) {
    // A logger exits only after it has written everything: on a full disk,
    // never.
    Run(programs_.svc, {"-k", path + "/log"}).ok();
    err = PollUntil(ended, kWithdrawDeadlineMs, 10, OnStopSignal::kGoOn);
  }
  if (err != 0) return Error{err, "waiting for the supervisors of", path};
  return RemoveTree(scandir_fd, aside.value());
}

UniqueFd SlotControl::DataOf(std::string_view slot) const {
  Expected<UniqueFd> data =
      OpenDirectory(AT_FDCWD, SlotPath(slot) + "/" + kDataDirectory);
  return data.ok() ? std::move(data).value() : UniqueFd();
}

Expected<void> SlotControl::WantUp(std::string_view slot) {
  const UniqueFd data = DataOf(slot);
  if (data.valid()) {
    for (const char* record : {kAsksFile, kTakeoverFile, kDeathsFile}) {
      RemoveRecord(data.get(), record);
    }
  }
  return Svc(slot, "-U");
}

Expected<void> SlotControl::WantDown(std::string_view slot) {
  return Svc(slot, "-D");
}

Expected<void> SlotControl::Restart(std::string_view slot) {
  const Expected<SlotStatus> status = Status(slot);
  if (!status.ok()) return status.error();
  if (!status.value().up || status.value().backing_off) return WantUp(slot);
  const UniqueFd data = DataOf(slot);
  if (data.valid()) {
    Expected<void> marked = WriteRecord(data.get(), kRestartFile, "");
    if (!marked.ok()) return marked;
  }
  Expected<void> sent = Svc(slot, "-Ur");
  if (!sent.ok() && data.valid()) RemoveRecord(data.get(), kRestartFile);
  return sent;
}

Expected<void> SlotControl::SendSignal(std::string_view slot, int signo) {
  switch (signo) {
    case SIGHUP:
      return Svc(slot, "-h");
    case SIGUSR1:
      return Svc(slot, "-1");
    case SIGUSR2:
      return Svc(slot, "-2");
    default:
      return Error{EINVAL, "passing a signal on to", SlotPath(slot)};
  }
}

Expected<SlotStatus> SlotControl::AskSupervisor(const std::string& path) const {
  const Expected<std::string> output =
      Run(programs_.svstat, {"-o", kStatusFields, path});
  if (!output.ok()) return output.error();
  const std::optional<SlotStatus> status = ParseSlotStatus(output.value());
  if (status) return *status;
  return Error{EINVAL, "reading the state of", path};
}

Expected<SlotStatus> SlotControl::Status(std::string_view slot) const {
  const std::string path = SlotPath(slot);
  Expected<SlotStatus> status = AskSupervisor(path);
  if (status.ok()) AddNotes(path, status.value());
  return status;
}

std::vector<std::string> SlotControl::List() const {
  std::vector<std::string> slots;
  const std::unique_ptr<DIR, CloseDirectory> directory(
      opendir(scandir_.c_str()));
  if (directory == nullptr) return slots;
  while (const dirent* entry = readdir(directory.get())) {
    if (IsSlotName(entry->d_name) && IsDirectory(SlotPath(entry->d_name))) {
      slots.emplace_back(entry->d_name);
    }
  }
  std::sort(slots.begin(), slots.end());
  return slots;
}

bool SlotControl::HeldInForeground(std::string_view slot) const {
  struct stat st;
  const UniqueFd data = DataOf(slot);
  return data.valid() &&
         fstatat(data.get(), kForegroundFile, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

bool SlotControl::SupervisorListens(std::string_view slot) const {
  return IsSupervised(SlotPath(slot));
}

bool SlotControl::OwnSupervisorListens(std::string_view slot) const {
  return HasSupervisor(SlotPath(slot));
}

bool SlotControl::IsPublished(std::string_view slot) const {
  struct stat st;
  return lstat(SlotPath(slot).c_str(), &st) == 0;
}

}  // namespace hermes
