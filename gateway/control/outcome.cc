#include "gateway/control/outcome.h"

#include "absl/strings/str_cat.h"
#include "gateway/command/exit_code.h"

namespace hermes::gateway {
namespace {

constexpr char kWhoMay[] =
    "; only root and the user that the gateways run as may do that";

struct FaultRow {
  ManagerFault fault;
  int exit_code;
};

constexpr FaultRow kFaultRows[] = {
    {ManagerFault::kSystem, kSystemCall},
    {ManagerFault::kNotSupervised, kUnavailable},
    {ManagerFault::kDenied, kPermission},
    {ManagerFault::kNoSuchSlot, kUsage},
    {ManagerFault::kS6, kUnavailable},
    {ManagerFault::kTimedOut, kRestart},
    {ManagerFault::kForeground, kUnplanned},
    {ManagerFault::kCannotRegister, kCannotCreate},
};

struct OutcomeRow {
  Outcome outcome;
  int exit_code;
  const char* text;
};

constexpr OutcomeRow kOutcomeRows[] = {
    {Outcome::kStarted, kPlanned, "started"},
    {Outcome::kAlreadyRunning, kPlanned, "is already running"},
    {Outcome::kStillStarting, kPlanned, "has started, but is not ready yet"},
    {Outcome::kRestarted, kPlanned, "started again"},
    {Outcome::kRestartUnderWay, kPlanned,
     "is restarting: it starts again when its work in progress is done"},
    {Outcome::kAsked, kPlanned,
     "the request was sent; not waiting for its result"},
    {Outcome::kStopped, kPlanned, "stopped"},
    {Outcome::kWasDown, kPlanned, "was not running, and stays down"},
    {Outcome::kEndedAgain, kUnplanned, "started, but ended again"},
    {Outcome::kBackingOff, kUnplanned,
     "exits early again and again, and is backing off"},
    {Outcome::kHeld, kUnplanned,
     "waits: a process outside this container holds the profile's "
     "gateway.lock"},
    {Outcome::kStoppedMeanwhile, kUnplanned,
     "was stopped by another command meanwhile"},
    {Outcome::kFailedForGood, kUnplanned,
     "has failed for good and stays down; its last lines in the container's "
     "log give the reason"},
    {Outcome::kInside, kUnplanned,
     "does not stop itself: this command runs inside that gateway; run it "
     "outside"},
    {Outcome::kStillDraining, kRestart,
     "is still draining; it stays down after it has ended"},
};

const OutcomeRow* RowOf(Outcome outcome) {
  for (const OutcomeRow& row : kOutcomeRows) {
    if (row.outcome == outcome) return &row;
  }
  return nullptr;
}

// Exit codes of `run` and of the gateway that explain why a start is pointless;
// they become the verb's own exit code.
bool IsPassedOn(int code) {
  return code == kConfiguration || code == 126 || code == 127;
}

std::string PidOf(const SlotStatus& status) {
  return status.pid > 0 ? absl::StrCat(" (pid ", status.pid, ")") : "";
}

std::string CodeOf(int code) {
  return code >= 0 ? absl::StrCat(" (exit code ", code, ")") : "";
}

std::string DetailOf(const SlotResult& result) {
  switch (result.outcome) {
    case Outcome::kStarted:
    case Outcome::kAlreadyRunning:
    case Outcome::kStillStarting:
    case Outcome::kRestarted:
      return PidOf(result.status);
    case Outcome::kEndedAgain:
      return CodeOf(result.status.exit_code);
    case Outcome::kBackingOff:
      return absl::StrCat(" for ", result.status.delay_s, " s",
                          CodeOf(result.status.exit_code));
    case Outcome::kFailedForGood:
      return CodeOf(result.status.failed_code);
    default:
      return "";
  }
}

}  // namespace

int ExitCodeOf(ManagerFault fault) {
  for (const FaultRow& row : kFaultRows) {
    if (row.fault == fault) return row.exit_code;
  }
  return kSystemCall;
}

int ExitCodeOf(const SlotResult& result) {
  if (result.outcome == Outcome::kFault) return ExitCodeOf(result.fault.fault);
  if (result.outcome == Outcome::kFailedForGood &&
      IsPassedOn(result.status.failed_code)) {
    return result.status.failed_code;
  }
  const OutcomeRow* row = RowOf(result.outcome);
  return row != nullptr ? row->exit_code : kSystemCall;
}

int ExitCodeOf(const std::vector<SlotResult>& results) {
  for (const SlotResult& result : results) {
    const int code = ExitCodeOf(result);
    if (code != kPlanned) return code;
  }
  return kPlanned;
}

std::string LineOf(const SlotResult& result) {
  if (result.outcome == Outcome::kFault) {
    const bool denied = result.fault.fault == ManagerFault::kDenied;
    return absl::StrCat(result.slot, ": ", result.fault.line,
                        denied ? kWhoMay : "");
  }
  const OutcomeRow* row = RowOf(result.outcome);
  return absl::StrCat(result.slot, ": ", row != nullptr ? row->text : "",
                      DetailOf(result));
}

}  // namespace hermes::gateway
