#ifndef HERMES_SHIM_MANAGER_SLOT_STATE_H_
#define HERMES_SHIM_MANAGER_SLOT_STATE_H_

#include <string_view>

#include "shim/slot/slot_status.h"  // IWYU pragma: export

namespace hermes {

// What an operator sees of a slot.
enum class SlotState {
  kNoSlot,      // there is none
  kForeground,  // the container's own command is this gateway
  kDraining,    // wanted down, and still up
  kHeld,        // waits until somebody else gives the profile's lock back
  kBackingOff,  // waits before it starts again
  kRestarting,  // between two lives
  kRunning,     // up, and says that it is ready
  kStarting,    // up, and not ready yet
  kFailed,      // has failed for good, and stays down
  kDisabled,    // the dashboard, which nobody wants
  kDown,        // nobody wants it up
};

// Everything that the state rests on.
struct SlotFacts {
  bool published = false;
  bool is_dashboard = false;
  bool foreground = false;      // SlotControl::HeldInForeground()
  bool restart_marked = false;  // an operator's restart is under way
  SlotStatus status;
};

// The first row that holds, in the order of the enumerators, decides. Pure.
SlotState StateOf(const SlotFacts& facts);

// The state's stable word: "running", "backing off", "no slot".
std::string_view WordOf(SlotState state);

}  // namespace hermes

#endif  // HERMES_SHIM_MANAGER_SLOT_STATE_H_
