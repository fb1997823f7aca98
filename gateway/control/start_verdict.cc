#include "gateway/control/start_verdict.h"

namespace hermes::gateway {
namespace {

bool WasRunning(const StartFacts& facts) {
  return facts.before.state == SlotState::kRunning;
}

// Returns true if the process that was seen before the request must end,
// because this or an earlier request stops or restarts it.
bool LifeIsToEnd(const StartFacts& facts) {
  switch (facts.before.state) {
    case SlotState::kRunning:
    case SlotState::kStarting:
      return facts.restart;
    case SlotState::kDraining:
    case SlotState::kRestarting:
      return true;
    default:
      return false;
  }
}

// Returns true if the gateway has exited early since the request. A start
// resets the slot's count of early exits; a restart of a running gateway does
// not.
bool HasDied(const StartFacts& facts) {
  const int before = facts.restart && WasRunning(facts)
                         ? facts.before.status.consecutive_early_exits
                         : 0;
  return facts.now.status.consecutive_early_exits > before;
}

std::optional<Outcome> JudgeRunning(const StartFacts& facts) {
  if (facts.now.status.pid == facts.before.status.pid) {
    if (!LifeIsToEnd(facts)) return Outcome::kAlreadyRunning;
    if (!facts.time_is_over) return std::nullopt;
    return Outcome::kRestartUnderWay;
  }
  if (facts.running_ms < kSettledMs && !facts.time_is_over) return std::nullopt;
  return facts.restart && WasRunning(facts) ? Outcome::kRestarted
                                            : Outcome::kStarted;
}

// Returns true if the observed failure may be the one from before the request:
// the supervisor may not have acted on the request yet.
bool MayBeStale(const StartFacts& facts) {
  return facts.before.state == SlotState::kFailed &&
         facts.now.status.seconds_since_change >=
             facts.before.status.seconds_since_change &&
         facts.elapsed_ms < kStaleMs;
}

Outcome JudgeAtLast(const StartFacts& facts) {
  switch (facts.now.state) {
    case SlotState::kHeld:
      return Outcome::kHeld;
    case SlotState::kBackingOff:
      return Outcome::kBackingOff;
    case SlotState::kRestarting:
      if (HasDied(facts)) return Outcome::kEndedAgain;
      return Outcome::kRestartUnderWay;
    case SlotState::kStarting:
      return HasDied(facts) ? Outcome::kEndedAgain : Outcome::kStillStarting;
    default:
      return Outcome::kStoppedMeanwhile;
  }
}

}  // namespace

std::optional<Outcome> JudgeStart(const StartFacts& facts) {
  switch (facts.now.state) {
    case SlotState::kRunning:
      return JudgeRunning(facts);
    case SlotState::kFailed:
      if (MayBeStale(facts)) return std::nullopt;
      return Outcome::kFailedForGood;
    case SlotState::kBackingOff:
      // Without a new early exit, this is the delay from before the request.
      // The request has ended it, but `run` has not recorded that yet.
      if (HasDied(facts)) return Outcome::kBackingOff;
      break;
    default:
      break;
  }
  if (!facts.time_is_over) return std::nullopt;
  return JudgeAtLast(facts);
}

}  // namespace hermes::gateway
