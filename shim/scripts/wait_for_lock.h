#ifndef HERMES_SHIM_SCRIPTS_WAIT_FOR_LOCK_H_
#define HERMES_SHIM_SCRIPTS_WAIT_FOR_LOCK_H_

#include <string>

#include "shim/profile/profile_lock.h"

namespace hermes {

// The reason why `run` does not start the gateway yet.
enum class Hold {
  kNone,
  kElsewhere,  // a gateway outside this container has the profile
  kTakenOver,  // the gateway that took the profile over still runs
  kJustTried,  // the gateway that the last life should end still runs
};

struct HoldFacts {
  LockHolder holder = LockHolder::kNobody;
  bool taken_over = false;     // another gateway took over from this slot
  bool tried_to_take = false;  // an earlier life tried to take over
  long long since_try_ms = 0;  // since that attempt
};

// The least time between two takeovers. Without it, two programs that take the
// profile from each other would do nothing else.
inline constexpr long long kTakeoverEveryMs = 60000;

// Returns the reason to wait, if any. There is none if the lock is free, nor if
// a gateway of this container holds it, no takeover from this slot is recorded
// and this slot did not try to take over lately: the new gateway then takes
// over from it. Pure.
Hold HoldOf(const HoldFacts& facts);

// Waits without a time limit until HoldOf() finds no reason to wait for the
// gateway of `slot`. Returns false if a stop arrived first, and consumes it.
// Prints one line for each new reason. `data_fd` is the slot's data/, `home`
// the profile's directory. If the gateway will take over from another one,
// records that. Signals must be blocked and stay blocked.
bool WaitForProfile(int data_fd, const std::string& slot,
                    const std::string& home);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_WAIT_FOR_LOCK_H_
