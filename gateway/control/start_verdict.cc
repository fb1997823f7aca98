#include "gateway/control/start_verdict.h"

namespace hermes::gateway {
namespace {

bool WasRunning(const StartFacts& facts) {
  return facts.before.state == SlotState::kRunning;
}

// True if the life that was seen before is bound to end: a stop or a restart
// has been sent to it.
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

// True if a life has ended soon after its start since the verb began: a start
// forgets earlier ones, a restart of what runs does not.
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

// True if this may still be the failure that the start is to overcome.
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
      // Without a new death it is the delay that the start has just ended.
      if (HasDied(facts)) return Outcome::kBackingOff;
      break;
    default:
      break;
  }
  if (!facts.time_is_over) return std::nullopt;
  return JudgeAtLast(facts);
}

}  // namespace hermes::gateway
