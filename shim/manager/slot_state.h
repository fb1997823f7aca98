#ifndef HERMES_SHIM_MANAGER_SLOT_STATE_H_
#define HERMES_SHIM_MANAGER_SLOT_STATE_H_

#include <string_view>

#include "shim/slot/slot_status.h"  // IWYU pragma: export

namespace hermes {

// The state of a slot as operators see it.
enum class SlotState {
  kNoSlot,      // the slot does not exist
  kForeground,  // this gateway is the container's own command
  kDraining,    // wanted down, and still up
  kHeld,        // waits until another process releases the profile's lock
  kBackingOff,  // waits before it starts again
  kRestarting,  // between two lives
  kRunning,     // up, and has reported readiness
  kStarting,    // up, and not ready yet
  kFailed,      // has failed for good, and stays down
  kDisabled,    // the dashboard, not wanted up
  kDown,        // not wanted up
};

// The facts that determine the state.
struct SlotFacts {
  bool published = false;
  bool is_dashboard = false;
  bool foreground = false;      // SlotControl::HeldInForeground()
  bool restart_marked = false;  // an operator's restart is under way
  SlotStatus status;
};

// Returns the state. The first matching row decides; rows are in the order of
// the enumerators. Pure.
SlotState StateOf(const SlotFacts& facts);

// Returns the state's stable word: "running", "backing off", "no slot".
std::string_view WordOf(SlotState state);

}  // namespace hermes

#endif  // HERMES_SHIM_MANAGER_SLOT_STATE_H_
