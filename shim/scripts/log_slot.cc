#include "shim/scripts/log_slot.h"

#include <fcntl.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <optional>
#include <string>
#include <vector>

#include "shim/base/child_process.h"
#include "shim/base/directory_tree.h"
#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/process_context.h"
#include "shim/base/signals.h"
#include "shim/base/trim_memory.h"
#include "shim/base/unique_fd.h"
#include "shim/facts/s6_programs.h"
#include "shim/profile/profile.h"
#include "shim/profile/slot_name.h"
#include "shim/scripts/log_directory.h"
#include "shim/scripts/log_pipe.h"
#include "shim/scripts/slot_operator.h"
#include "shim/slot/slot_environment.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

// s6-log is started at most once in this time. Until then the input is copied
// without it, so that a logger that exits again and again neither uses the CPU
// nor blocks the gateway.
constexpr long long kStartEveryMs = 10000;

// Makes the log directory the working directory, so that s6-log works in the
// directory that was examined, even if the path leads elsewhere by then.
Expected<void> EnterLogDirectory(const std::string& root,
                                 const std::string& profile) {
  const Expected<UniqueFd> directory = OpenLogDirectory(root, profile);
  if (!directory.ok()) return directory.error();
  Expected<void> usable = ProbeLogDirectory(directory.value().get());
  if (!usable.ok()) return usable;
  if (fchdir(directory.value().get()) == 0) return {};
  return Error{errno, "entering the log directory below", root};
}

// Enters the log directory of the slot. If that fails, prints a warning and
// returns false: the output is then only in the container's log.
bool EnterLogDirectoryOfSlot(const std::string& slot,
                             const Expected<Environment>& environment) {
  Expected<void> entered;
  if (environment.ok()) {
    entered = EnterLogDirectory(
        ParseDataHome(environment.value().GetOrEmpty("HERMES_HOME")).root,
        ProfileOfSlot(slot).value_or("default"));
  } else {
    entered = environment.error();
  }
  if (entered.ok()) return true;
  Say({slot,
       ": its output is only in the container's log, no file is written: ",
       Describe(entered.error())});
  return false;
}

// s6-log handles the other signals itself. It is started with SIGTERM ignored;
// setting SIG_IGN also discards a pending SIGTERM.
void LeaveSignalsToLogger() {
  signal(SIGTERM, SIG_IGN);
  const sigset_t waited = WaitedSignals();
  const timespec now = {0, 0};
  while (sigtimedwait(&waited, nullptr, &now) > 0) {
  }
}

// Returns how long, in milliseconds, s6-log must not be started yet.
long PauseMs(int data_fd) {
  const std::optional<LoggerRecord> last =
      ParseLoggerRecord(ReadRecord(data_fd, kLoggerFile));
  if (!last) return 0;
  const long long since = BootTimeMs() - last->at_ms;
  // A time in the future is not from this boot of the machine.
  if (since < 0 || since >= kStartEveryMs) return 0;
  return static_cast<long>(kStartEveryMs - since);
}

// Copies the input to stdout without s6-log. Returns the exit code for
// `log/run`.
int ForwardWithoutLogger(const std::string& slot, const char* why, long ms) {
  Say({slot, why, std::to_string(ms / 1000), " s"});
  Forward(STDIN_FILENO, STDOUT_FILENO, ms);
  return kExitS6;
}

int BecomeLogger(const ProcessContext& context, const std::string& slot,
                 int data_fd) {
  const std::string s6_log =
      FindS6Programs(context.environment.GetOrEmpty("PATH")).log;
  if (s6_log.empty()) {
    return ForwardWithoutLogger(
        slot,
        ": s6-log is missing in /command and /usr/bin; its output is only in "
        "the container's log; next attempt in ",
        kStartEveryMs);
  }
  const bool to_file = EnterLogDirectoryOfSlot(
      slot, LoadSlotEnvironment(data_fd, context.environment));
  const Expected<void> noted = WriteRecord(
      data_fd, kLoggerFile, FormatRecord(LoggerRecord{BootTimeMs()}));
  if (!noted.ok()) Say({"continuing without it: ", Describe(noted.error())});
  LeaveSignalsToLogger();
  const Error failed = Exec({s6_log, LoggerArguments(s6_log, to_file),
                             context.environment, context.signal_mask});
  Say({Describe(failed)});
  return ForwardWithoutLogger(slot, ": next attempt in ", kStartEveryMs);
}

// The writers of the pipe are s6-svscan and the slot itself. If the input has
// already ended when a logger starts, both have exited: the logger is only
// started again because its supervisor did not yet listen when it was asked to
// exit.
int EndSupervisor(const ProcessContext& context) {
  const std::string svc =
      FindS6Programs(context.environment.GetOrEmpty("PATH")).svc;
  const Expected<ProgramResult> sent = RunProgram(
      {svc, {"s6-svc", "-x", "."}, context.environment, context.signal_mask});
  if (!sent.ok()) Say({Describe(sent.error())});
  return kExitPlannedEnd;
}

}  // namespace

std::vector<std::string> LoggerArguments(const std::string& s6_log,
                                         bool to_file) {
  std::vector<std::string> argv = {s6_log, "-p", "1"};
  // T applies only to the next action, so it comes after the 1. If the disk is
  // full, s6-log warns and tries again every 10 s.
  if (to_file) argv.insert(argv.end(), {"n10", "s1000000", "r10000", "T", "."});
  return argv;
}

int LogSlot(const ProcessContext& started_with, const std::string& slot) {
  const Expected<ProcessContext> become = BecomeOperator(started_with, "..");
  if (!become.ok()) {
    Say({slot, ": root could not be given up: ", Describe(become.error())});
    return ForwardWithoutLogger(slot, ": next attempt in ", kStartEveryMs);
  }
  const ProcessContext& context = become.value();
  if (HasEnded(STDIN_FILENO)) return EndSupervisor(context);
  TrimMemory();
  if (!WaitForOutput(STDIN_FILENO)) return kExitPlannedEnd;
  const Expected<UniqueFd> data =
      OpenDirectory(AT_FDCWD, "../" + std::string(kDataDirectory));
  if (!data.ok()) {
    Say({slot, ": ", Describe(data.error())});
    return ForwardWithoutLogger(slot, ": next attempt in ", kStartEveryMs);
  }
  const long pause = PauseMs(data.value().get());
  if (pause > 0) {
    return ForwardWithoutLogger(
        slot,
        ": its logger ended soon after its start; its output is only "
        "in the container's log; the logger is started again in ",
        pause);
  }
  return BecomeLogger(context, slot, data.value().get());
}

}  // namespace hermes
