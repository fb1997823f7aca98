#include "shim/scripts/finish_facts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "shim/base/environment.h"
#include "shim/base/exit_codes.h"
#include "shim/base/expected.h"
#include "shim/base/message.h"
#include "shim/base/monotonic_clock.h"
#include "shim/base/parse_number.h"
#include "shim/profile/profile_home.h"
#include "shim/scripts/restart_asks.h"
#include "shim/scripts/restart_decision.h"
#include "shim/scripts/restart_limit.h"
#include "shim/scripts/takeover.h"
#include "shim/slot/slot_records.h"

namespace hermes {
namespace {

// The argument CODE if a signal ended the process.
constexpr int kKilledCode = 256;

// Returns 0 if `word` is not a number.
int ToInt(std::string_view word) { return ParseNumber<int>(word).value_or(0); }

void AddExitCause(const std::vector<std::string>& arguments,
                  FinishFacts& facts) {
  const int code = arguments.empty() ? 0 : ToInt(arguments[0]);
  if (code == kKilledCode && arguments.size() > 1) {
    facts.signal = ToInt(arguments[1]);
  }
  facts.exit_code = facts.signal > 0 ? kExitSignalBase + facts.signal : code;
}

int CountRestartAsk(int data_fd) {
  AskRecord asks =
      ParseAskRecord(ReadRecord(data_fd, kAsksFile)).value_or(AskRecord{});
  const int count = AddRestartAsk(asks, BootTimeMs());
  const Expected<void> written =
      WriteRecord(data_fd, kAsksFile, FormatRecord(asks));
  if (!written.ok())
    Say({"continuing without it: ", Describe(written.error())});
  return count;
}

bool WasTakenOver(const FinishCall& call, const FinishFacts& facts,
                  const Environment& environment) {
  if (facts.exit_code != kExitPlannedEnd || !call.start) return false;
  const std::optional<std::string> home =
      ProfileHomeOfSlot(call.slot, environment);
  return home && IsTakenOver(*home, call.start->pid);
}

}  // namespace

FinishFacts GatherFinishFacts(const FinishCall& call, int data_fd,
                              const Environment& environment) {
  FinishFacts facts;
  AddExitCause(call.arguments, facts);
  facts.wanted_up = call.wanted_up;
  facts.restart_marked = RemoveRecord(data_fd, kRestartFile);
  facts.executed = call.start.has_value() && call.start->exec_ms > 0;
  if (facts.executed) facts.life_ms = BootTimeMs() - call.start->exec_ms;
  facts.taken_over = WasTakenOver(call, facts, environment);
  facts.profile_gone = IsProfileGone(call.slot, environment);
  if (facts.exit_code == kExitRestartMe) {
    facts.restart_asks = CountRestartAsk(data_fd);
  }
  const std::optional<DeathRecord> deaths =
      ParseDeathRecord(ReadRecord(data_fd, kDeathsFile));
  if (deaths) facts.consecutive_early_exits = deaths->consecutive_early_exits;
  facts.max_consecutive_early_exits =
      EarlyExitLimit(call.slot, environment.GetOrEmpty(kMaxRestartsVariable));
  return facts;
}

}  // namespace hermes
