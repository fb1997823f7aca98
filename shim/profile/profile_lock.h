#ifndef HERMES_SHIM_PROFILE_PROFILE_LOCK_H_
#define HERMES_SHIM_PROFILE_PROFILE_LOCK_H_

#include <sys/types.h>

#include <string>

namespace hermes {

enum class LockHolder {
  kNobody,     // free, never taken, or on a file system without locks
  kHere,       // held; the record names a live process of this container
  kElsewhere,  // held; the record does not: another container uses the volume
};

struct ProfileLock {
  LockHolder holder = LockHolder::kNobody;
  pid_t pid = 0;  // the holder's pid if kHere, else 0
};

// Finds out which process holds <home>/gateway.lock; a gateway holds it as long
// as it lives. If the lock is free, acquires it shared for a moment; a gateway
// that starts just then retries for 200 ms. Does not wait, does not follow a
// symlink as the last component, and changes nothing. If the lock cannot be
// tested, the result is kNobody: the gateway itself checks the lock when it
// starts.
ProfileLock ProbeProfileLock(const std::string& profile_home);

}  // namespace hermes

#endif  // HERMES_SHIM_PROFILE_PROFILE_LOCK_H_
