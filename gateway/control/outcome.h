#ifndef GATEWAY_CONTROL_OUTCOME_H_
#define GATEWAY_CONTROL_OUTCOME_H_

#include <string>
#include <vector>

#include "shim/manager/manager_error.h"
#include "shim/manager/slot_state.h"

namespace hermes::gateway {

// How a verb went for one slot.
enum class Outcome {
  kStarted,
  kAlreadyRunning,
  kStillStarting,  // up, not ready yet; no failure
  kRestarted,
  kRestartUnderWay,  // the old life drains; the next one follows by itself
  kAsked,            // --no-wait
  kStopped,
  kWasDown,
  kEndedAgain,
  kBackingOff,
  kHeld,
  kStoppedMeanwhile,  // by somebody else
  kFailedForGood,
  kInside,         // a stop out of the very gateway that it would end
  kStillDraining,  // the time for it is over; the slot is wanted down
  kFault,          // see `fault`
};

struct SlotResult {
  std::string slot;
  Outcome outcome = Outcome::kFault;
  SlotStatus status;   // as last seen
  ManagerError fault;  // of kFault
  std::string warning;
};

// The exit code of a fault. Pure.
int ExitCodeOf(ManagerFault fault);

// The exit code of the verb for one slot, and for several: the first failure's,
// else 0. Pure.
int ExitCodeOf(const SlotResult& result);
int ExitCodeOf(const std::vector<SlotResult>& results);

// One line, "gateway-coder: started (pid 12)", without the warning. Pure.
std::string LineOf(const SlotResult& result);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONTROL_OUTCOME_H_
