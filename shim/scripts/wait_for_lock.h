#ifndef HERMES_SHIM_SCRIPTS_WAIT_FOR_LOCK_H_
#define HERMES_SHIM_SCRIPTS_WAIT_FOR_LOCK_H_

#include <string>

#include "shim/profile/profile_lock.h"

namespace hermes {

// Why `run` does not start the gateway yet.
enum class Hold {
  kNone,
  kElsewhere,  // another container's gateway has the profile
  kTakenOver,  // the gateway that took the profile over still lives
  kJustTried,  // so does the one that the last life should have ended
};

struct HoldFacts {
  LockHolder holder = LockHolder::kNobody;
  bool taken_over = false;     // another gateway has taken over from here
  bool tried_to_take = false;  // a life was to take over from another one
  long long since_try_ms = 0;  // if so
};

// One takeover in so long, at most: two programs that take from each other do
// nothing else.
inline constexpr long long kTakeoverEveryMs = 60000;

// Who waits for whom. A free lock holds nobody back, and a gateway of this
// container that nothing is known of is taken over from. Pure.
Hold HoldOf(const HoldFacts& facts);

// Waits, without an end, until nothing holds the gateway of `slot` back any
// more; false if a stop came first, which is consumed. Says once for each
// reason what it waits for. `data_fd` is the slot's data/, `home` the profile's
// directory. Notes the takeover if one is about to come. Signals are blocked on
// entry and stay so.
bool WaitForProfile(int data_fd, const std::string& slot,
                    const std::string& home);

}  // namespace hermes

#endif  // HERMES_SHIM_SCRIPTS_WAIT_FOR_LOCK_H_
