#include "shim/scripts/finish_slot.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "shim/base/child_process.h"
#include "shim/base/directory_tree.h"
#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/process_context.h"
#include "shim/base/small_file.h"
#include "shim/base/unique_fd.h"
#include "shim/facts/s6_programs.h"
#include "shim/scripts/finish_facts.h"
#include "shim/scripts/orphaned_session.h"
#include "shim/scripts/restart_decision.h"
#include "shim/scripts/slot_operator.h"
#include "shim/slot/slot_environment.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

// s6-supervise treats this exit code like `s6-svc -O`: it does not start the
// slot again.
constexpr int kFinishFailedForGood = 125;
constexpr int kUnexplainedFailure = 1;
// s6-supervise gives `finish` 5 s; ending orphans may take 1.5 s of them.
constexpr int kS6DeadlineMs = 2000;

// Returns std::nullopt if s6-svstat cannot be run or its output is unknown.
// Even then s6-supervise keeps the slot down if it is not wanted up.
std::optional<bool> IsWantedUp(const ProcessContext& context) {
  const std::string svstat =
      FindS6Programs(context.environment.GetOrEmpty("PATH")).svstat;
  const Expected<ProgramResult> result =
      RunProgram({svstat,
                  {svstat, "-o", "wantedup", "."},
                  context.environment,
                  context.signal_mask},
                 kS6DeadlineMs);
  if (!result.ok()) return std::nullopt;
  if (result.value().output == "true\n") return true;
  if (result.value().output == "false\n") return false;
  return std::nullopt;
}

// If the slot's own environment cannot be loaded, decide with the environment
// that `finish` has inherited.
Environment EnvironmentOfSlot(const ProcessContext& context, int data_fd) {
  Expected<Environment> environment =
      LoadSlotEnvironment(data_fd, context.environment);
  return environment.ok() ? std::move(environment).value()
                          : context.environment;
}

// Returns the exit code to record for a permanent failure. Never 0, because a
// process that exits with this code would then report success.
int CodeOfFailure(const FinishFacts& facts) {
  if (facts.profile_gone) return kExitConfiguration;
  return facts.exit_code == kExitPlannedEnd ? kUnexplainedFailure
                                            : facts.exit_code;
}

void Record(int data_fd, const FinishFacts& facts,
            const RestartDecision& decision) {
  const DeathRecord deaths = {decision.consecutive_early_exits,
                              decision.delay_s, facts.exit_code,
                              decision.row == kTakenOverRow};
  Expected<void> written =
      WriteRecord(data_fd, kDeathsFile, FormatRecord(deaths));
  if (written.ok() && decision.action == FinishAction::kFailForGood) {
    written = WriteRecord(data_fd, kFailedFile,
                          std::to_string(CodeOfFailure(facts)) + "\n");
  }
  if (!written.ok())
    Say({"continuing without it: ", Describe(written.error())});
}

// Creates the `down` file, without which a new s6-supervise would start the
// slot once more. If the directory belongs to root, the supervisor creates the
// file instead.
void MakeDownFile(const ProcessContext& context) {
  const Expected<void> made = CreateFile(AT_FDCWD, "down", "", 0644);
  if (made.ok() || made.error().err == EEXIST) return;
  const std::string svc =
      FindS6Programs(context.environment.GetOrEmpty("PATH")).svc;
  const Expected<ProgramResult> sent = RunProgram(
      {svc, {svc, "-D", "."}, context.environment, context.signal_mask},
      kS6DeadlineMs);
  if (!sent.ok() || sent.value().exit_code != 0) {
    Say({Describe(made.error())});
  }
}

}  // namespace

std::string DescribeEnd(const FinishFacts& facts) {
  if (!facts.executed && facts.exit_code == kExitPlannedEnd) {
    return "ended before the gateway began";
  }
  std::string text;
  if (facts.signal > 0) {
    text = "was killed by signal " + std::to_string(facts.signal);
    if (facts.signal == SIGKILL) text += " (it may have been out of memory)";
  } else {
    text = "ended with exit code " + std::to_string(facts.exit_code);
  }
  if (!facts.executed) return text;
  return text + " after " + std::to_string(facts.life_ms / 1000) + " s";
}

std::string DescribeOutcome(const FinishFacts& facts,
                            const RestartDecision& decision) {
  if (decision.action == FinishAction::kFailForGood) {
    if (facts.profile_gone) {
      return "; it stays down: its profile's directory no longer exists";
    }
    if (decision.row == kTooManyEarlyExitsRow) {
      return "; it stays down: it has ended soon after its start " +
             std::to_string(facts.consecutive_early_exits + 1) +
             " times in a row";
    }
    return "; it stays down: starting it again without a change is pointless";
  }
  if (decision.row == kOperatorRestartRow) {
    return "; an operator asked for its restart, so it is started again at "
           "once";
  }
  if (decision.row == kWantedUnknownRow) {
    return "; s6 could not be asked whether it is wanted, so that this end is "
           "not counted; it is started again in " +
           std::to_string(decision.delay_s) + " s if it is";
  }
  if (decision.delay_s == 0) return "; it is started again at once";
  return "; it is started again in " + std::to_string(decision.delay_s) + " s";
}

int FinishSlot(const ProcessContext& started_with, const std::string& slot,
               const std::vector<std::string>& arguments) {
  // stdout is the pipe to the logger; without this, stderr would bypass it.
  dup2(STDOUT_FILENO, STDERR_FILENO);
  const Expected<ProcessContext> become = BecomeOperator(started_with, ".");
  if (!become.ok()) {
    Say({slot, ": it stays down, because root could not be given up: ",
         Describe(become.error())});
    return kFinishFailedForGood;
  }
  const ProcessContext& context = become.value();
  // Ask first: only at the start of `finish` does s6-svstat report what was
  // wanted when the process exited.
  const std::optional<bool> wanted_up = IsWantedUp(context);
  const Expected<UniqueFd> data = OpenDirectory(AT_FDCWD, kDataDirectory);
  if (!data.ok()) {
    Say({slot, ": ", Describe(data.error())});
    return 0;
  }
  const int data_fd = data.value().get();
  const std::optional<StartRecord> start =
      ParseStartRecord(ReadRecord(data_fd, kStartFile));
  if (start) EndOrphanedSession(*start);
  const FinishFacts facts =
      GatherFinishFacts({slot, arguments, wanted_up, start}, data_fd,
                        EnvironmentOfSlot(context, data_fd));
  const RestartDecision decision = DecideRestart(facts);
  Record(data_fd, facts, decision);
  if (decision.action == FinishAction::kStayDown) return 0;
  const bool failed_for_good = decision.action == FinishAction::kFailForGood;
  if (failed_for_good) MakeDownFile(context);
  Say({slot, ": ", DescribeEnd(facts), DescribeOutcome(facts, decision)});
  return failed_for_good ? kFinishFailedForGood : 0;
}

}  // namespace hermes
