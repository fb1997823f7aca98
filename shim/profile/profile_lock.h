#ifndef HERMES_SHIM_PROFILE_PROFILE_LOCK_H_
#define HERMES_SHIM_PROFILE_PROFILE_LOCK_H_

#include <sys/types.h>

#include <string>

namespace hermes {

enum class LockHolder {
  kNobody,     // free, or never taken, or a file system without locks
  kHere,       // held, and its record names a live process of this container
  kElsewhere,  // held, and it does not: another container has the volume
};

struct ProfileLock {
  LockHolder holder = LockHolder::kNobody;
  pid_t pid = 0;  // of kHere
};

// Asks who holds <home>/gateway.lock, which a gateway holds as long as it
// lives. Takes the lock shared for a moment if it is free; a gateway that
// starts at that moment tries again for 200 ms. Does not wait, follows no
// symlink at the last component and changes nothing. A lock that cannot be
// asked for is kNobody: the gateway itself has the last word.
ProfileLock ProbeProfileLock(const std::string& profile_home);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_PROFILE_LOCK_H_
