#ifndef GATEWAY_FILES_TIMED_LOCK_H_
#define GATEWAY_FILES_TIMED_LOCK_H_

#include <chrono>
#include <string>

#include "shim/base/unique_fd.h"

namespace hermes::gateway {

enum class LockAnswer {
  kHeld,        // by us, until the descriptor is closed
  kBusy,        // by somebody else, for as long as we waited
  kImpossible,  // this file system has no such locks
};

// Takes the exclusive flock of the open file or directory `fd`, waiting at
// most `patience` for whoever has it.
LockAnswer LockWithin(int fd, std::chrono::milliseconds patience);

// Opens the lock file `name` below `dir_fd`, making it (0600, never through a
// symbolic link), and takes its flock. The result must be kept for as long as
// the lock is wanted. For callers to whom a lock is not worth failing for: what
// cannot be opened or locked in time yields a descriptor without it, or none.
UniqueFd LockFileWithin(int dir_fd, const std::string& name,
                        std::chrono::milliseconds patience);

}  // namespace hermes::gateway

#endif  // GATEWAY_FILES_TIMED_LOCK_H_
