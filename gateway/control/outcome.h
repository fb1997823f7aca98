#ifndef GATEWAY_CONTROL_OUTCOME_H_
#define GATEWAY_CONTROL_OUTCOME_H_

#include <string>
#include <vector>

#include "shim/manager/manager_error.h"
#include "shim/manager/slot_state.h"

namespace hermes::gateway {

// The result of a verb for one slot.
enum class Outcome {
  kStarted,
  kAlreadyRunning,
  kStillStarting,  // up, not ready yet; not a failure
  kRestarted,
  kRestartUnderWay,  // the old run drains; the next one then starts by itself
  kAsked,            // --no-wait
  kStopped,
  kWasDown,
  kEndedAgain,
  kBackingOff,
  kHeld,
  kStoppedMeanwhile,  // by another command
  kFailedForGood,
  kInside,         // the stop was requested from within the gateway itself
  kStillDraining,  // the time limit was reached; the slot is wanted down
  kFault,          // see `fault`
};

struct SlotResult {
  std::string slot;
  Outcome outcome = Outcome::kFault;
  SlotStatus status;   // as last seen
  ManagerError fault;  // set for kFault
  std::string warning;
};

// Returns the exit code of a fault. Pure.
int ExitCodeOf(ManagerFault fault);

// Return the exit code of the verb for one slot or for several: that of the
// first failure, otherwise 0. Pure.
int ExitCodeOf(const SlotResult& result);
int ExitCodeOf(const std::vector<SlotResult>& results);

// Returns one line such as "gateway-coder: started (pid 12)", without the
// warning. Pure.
std::string LineOf(const SlotResult& result);

}  // namespace hermes::gateway

#endif  // GATEWAY_CONTROL_OUTCOME_H_
