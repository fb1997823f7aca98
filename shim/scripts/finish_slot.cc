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

// s6-supervise takes it as `s6-svc -O`: not to be started again.
constexpr int kFinishFailedForGood = 125;
constexpr int kUnexplainedFailure = 1;
// `finish` itself gets 5 s; orphans may take 1.5 of them.
constexpr int kS6DeadlineMs = 2000;

// std::nullopt if s6-svstat cannot be run or does not say. s6-supervise keeps
// the slot down all the same if it is not wanted.
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

// Without it the judgement goes on with what `finish` has inherited.
Environment EnvironmentOfSlot(const ProcessContext& context, int data_fd) {
  Expected<Environment> environment =
      LoadSlotEnvironment(data_fd, context.environment);
  return environment.ok() ? std::move(environment).value()
                          : context.environment;
}

// For whoever ends with it: 0 would not tell of a failure.
int CodeOfFailure(const FinishFacts& facts) {
  if (facts.profile_gone) return kExitConfiguration;
  return facts.exit_code == kExitPlannedEnd ? kUnexplainedFailure
                                            : facts.exit_code;
}

void Record(int data_fd, const FinishFacts& facts,
            const RestartDecision& verdict) {
  const DeathRecord deaths = {verdict.consecutive_early_exits, verdict.delay_s,
                              facts.exit_code, verdict.row == kTakenOverRow};
  Expected<void> written =
      WriteRecord(data_fd, kDeathsFile, FormatRecord(deaths));
  if (written.ok() && verdict.action == FinishAction::kFailForGood) {
    written = WriteRecord(data_fd, kFailedFile,
                          std::to_string(CodeOfFailure(facts)) + "\n");
  }
  if (!written.ok()) Say({"going on without it: ", Describe(written.error())});
}

// Without the file a new s6-supervise would try once more. In a directory that
// is root's the supervisor itself makes it.
void MakeDownFile(const ProcessContext& context) {
  const Expected<void> made = CreateFile(AT_FDCWD, "down", "", 0644);
  if (made.ok() || made.error().err == EEXIST) return;
  const std::string svc =
      FindS6Programs(context.environment.GetOrEmpty("PATH")).svc;
  const Expected<ProgramResult> told = RunProgram(
      {svc, {svc, "-D", "."}, context.environment, context.signal_mask},
      kS6DeadlineMs);
  if (!told.ok() || told.value().exit_code != 0) {
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
                            const RestartDecision& verdict) {
  if (verdict.action == FinishAction::kFailForGood) {
    if (facts.profile_gone) {
      return "; it stays down: its profile's directory is gone";
    }
    if (verdict.row == kTooManyYoungDeathsRow) {
      return "; it stays down: it has ended soon after its start " +
             std::to_string(facts.consecutive_early_exits + 1) +
             " times in a row";
    }
    return "; it stays down: starting it again without a change is pointless";
  }
  if (verdict.row == kOperatorRestartRow) {
    return "; an operator asked for its restart, so it is started again at "
           "once";
  }
  if (verdict.row == kWantedUnknownRow) {
    return "; s6 could not be asked whether it is wanted, so that this end is "
           "not counted; it is started again in " +
           std::to_string(verdict.delay_s) + " s if it is";
  }
  if (verdict.delay_s == 0) return "; it is started again at once";
  return "; it is started again in " + std::to_string(verdict.delay_s) + " s";
}

int FinishSlot(const ProcessContext& started_with, const std::string& slot,
               const std::vector<std::string>& arguments) {
  // stdout is the pipe to the logger; without this stderr would go past it.
  dup2(STDOUT_FILENO, STDERR_FILENO);
  const Expected<ProcessContext> become = BecomeOperator(started_with, ".");
  if (!become.ok()) {
    Say({slot, ": it stays down, because root could not be given up: ",
         Describe(become.error())});
    return kFinishFailedForGood;
  }
  const ProcessContext& context = become.value();
  // Early: only at the start of `finish` is it what was wanted at the death.
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
  const RestartDecision verdict = Judge(facts);
  Record(data_fd, facts, verdict);
  if (verdict.action == FinishAction::kStayDown) return 0;
  const bool failed_for_good = verdict.action == FinishAction::kFailForGood;
  if (failed_for_good) MakeDownFile(context);
  Say({slot, ": ", DescribeEnd(facts), DescribeOutcome(facts, verdict)});
  return failed_for_good ? kFinishFailedForGood : 0;
}

}  // namespace hermes
