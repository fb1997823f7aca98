#include "shim/scripts/run_slot.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "shim/base/child_process.h"
#include "shim/base/directory_tree.h"
#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/parse_number.h"
#include "shim/base/process_context.h"
#include "shim/base/process_stat.h"
#include "shim/base/same_file.h"
#include "shim/base/umask_setting.h"
#include "shim/base/unique_fd.h"
#include "shim/facts/gateway_lookup.h"
#include "shim/profile/profile_home.h"
#include "shim/scripts/backoff.h"
#include "shim/scripts/slot_command.h"
#include "shim/scripts/slot_operator.h"
#include "shim/scripts/wait_for_lock.h"
#include "shim/slot/slot_environment.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

// The number in the slot's file notification-fd.
constexpr int kNotificationFd = 3;
constexpr char kOwnGateway[] = "/opt/hermes/libexec/hermes";

void Record(int data_fd, const char* name, const std::string& content) {
  const Expected<void> written = WriteRecord(data_fd, name, content);
  // A full /run must not keep a gateway down.
  if (!written.ok())
    Say({"continuing without it: ", Describe(written.error())});
}

StartRecord RecordStart(int data_fd) {
  const std::optional<ProcessStat> self = ReadProcessStat(getpid());
  StartRecord start;
  start.pid = getpid();
  start.start_ticks = self ? self->start_ticks : 0;
  Record(data_fd, kStartFile, FormatRecord(start));
  return start;
}

// Waits for the delay that is due. Returns false if a stop ended the wait.
bool BackOffIfDue(int data_fd, const std::string& slot) {
  std::optional<DeathRecord> deaths =
      ParseDeathRecord(ReadRecord(data_fd, kDeathsFile));
  if (!deaths || deaths->delay_s == 0) return true;
  Record(data_fd, kPhaseFile,
         FormatRecord(PhaseRecord{deaths->delay_s, false}));
  const BackoffResult end = SpendBackoff(data_fd, deaths->delay_s);
  switch (end) {
    case BackoffResult::kStopped:
      return false;
    case BackoffResult::kCutShort:
      Say({slot, ": a start ended the delay"});
      return true;
    case BackoffResult::kElapsed:
      // If a supervisor starts this life again, it need not wait again.
      deaths->delay_s = 0;
      Record(data_fd, kDeathsFile, FormatRecord(*deaths));
      return true;
  }
  return true;
}

// Restores the soft limit of open files, which our own init raised only for
// s6-svscan.
void RestoreNofile(std::string_view soft) {
  rlimit limit;
  if (soft.empty() || getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  rlim_t wanted = RLIM_INFINITY;
  if (soft != "unlimited") {
    const std::optional<rlim_t> number = ParseNumber<rlim_t>(soft);
    if (!number.has_value()) return;
    wanted = *number;
  }
  limit.rlim_cur = std::min(wanted, limit.rlim_max);
  setrlimit(RLIMIT_NOFILE, &limit);
}

bool IsOwnGateway(const std::string& program) {
  return program == kOwnGateway || IsSameFile(program, kOwnGateway);
}

// Passes the notification descriptor to the gateway, or reports readiness for
// it.
void SettleReadiness(const std::string& program, Environment& environment) {
  if (fcntl(kNotificationFd, F_GETFD) < 0) return;
  if (IsOwnGateway(program) ||
      environment.GetOrEmpty("HERMES_GATEWAY_NOTIFY") == "1") {
    environment.Set("HERMES_NOTIFY_FD", std::to_string(kNotificationFd));
    return;
  }
  environment.Unset("HERMES_NOTIFY_FD");
  // If no process reads the pipe, no process waits for readiness either.
  if (write(kNotificationFd, "\n", 1) < 0) Say({"could not report readiness"});
  close(kNotificationFd);
}

// Returns false if a stop arrived while the gateway had to wait.
bool MayBegin(int data_fd, const std::string& slot,
              const Environment& environment) {
  const std::optional<std::string> home = ProfileHomeOfSlot(slot, environment);
  return !home || WaitForProfile(data_fd, slot, *home);
}

int Become(const ProcessContext& context, Environment environment,
           const std::string& slot, int data_fd, StartRecord start) {
  RestoreNofile(environment.GetOrEmpty(kOriginalNofileVariable));
  ApplyUmask(environment.GetOrEmpty(kOriginalUmaskVariable));
  // The operator's variable overrides it.
  ApplyUmask(environment.GetOrEmpty(kUmaskVariable));
  environment = SlotEnvironment(std::move(environment), slot);
  const GatewayLookup lookup = FindGateway(environment, context.shim_program);
  if (lookup.exit_code != 0) {
    Say({slot, ": no program to execute; looked at ", DescribeTried(lookup),
         "; set HERMES_BIN to its path"});
    return lookup.exit_code;
  }
  SettleReadiness(lookup.program, environment);
  start.exec_ms = BootTimeMs();
  Record(data_fd, kStartFile, FormatRecord(start));
  Record(data_fd, kPhaseFile, FormatRecord(PhaseRecord{}));
  const Error failed =
      Exec({lookup.program, SlotCommand(lookup.program, slot, environment),
            environment, context.signal_mask});
  Say({slot, ": ", Describe(failed)});
  return ExitCodeOfExecFailure(failed.err);
}

}  // namespace

int RunSlot(const ProcessContext& started_with, const std::string& slot) {
  // stdout is the pipe to the logger; without this, stderr would bypass it.
  dup2(STDOUT_FILENO, STDERR_FILENO);
  const Expected<ProcessContext> become = BecomeOperator(started_with, ".");
  if (!become.ok()) {
    Say({slot, ": root could not be given up: ", Describe(become.error())});
    return kExitPermission;
  }
  const ProcessContext& context = become.value();
  const Expected<UniqueFd> data = OpenDirectory(AT_FDCWD, kDataDirectory);
  if (!data.ok()) {
    Say({slot, ": ", Describe(data.error())});
    return kExitSystem;
  }
  const int data_fd = data.value().get();
  RemoveRecord(data_fd, kPhaseFile);
  const StartRecord start = RecordStart(data_fd);
  // A start after a permanent failure means that its cause has been fixed.
  RemoveRecord(data_fd, kFailedFile);
  if (!BackOffIfDue(data_fd, slot)) return kExitPlannedEnd;
  const Expected<Environment> environment =
      LoadSlotEnvironment(data_fd, context.environment);
  if (!environment.ok()) {
    Say({slot, ": ", Describe(environment.error()),
         "; it must belong to this uid and have mode 0600"});
    return kExitPermission;
  }
  if (IsProfileGone(slot, environment.value())) return kExitConfiguration;
  if (!MayBegin(data_fd, slot, environment.value())) return kExitPlannedEnd;
  return Become(context, environment.value(), slot, data_fd, start);
}

}  // namespace hermes
