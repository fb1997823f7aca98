#ifndef GATEWAY_FILES_TIMED_LOCK_H_
#define GATEWAY_FILES_TIMED_LOCK_H_

#include <chrono>
#include <string>

#include "shim/base/unique_fd.h"

namespace hermes::gateway {

enum class LockAnswer {
  kHeld,        // by this process, until the descriptor is closed
  kBusy,        // held by another process during the whole wait
  kImpossible,  // this file system does not support flock
};

// Takes the exclusive flock of the open file or directory `fd`, waiting at most
// `patience` for the current holder.
LockAnswer LockWithin(int fd, std::chrono::milliseconds patience);

// Opens the lock file `name` below `dir_fd`, creating it if needed (0600, never
// through a symbolic link), and takes its flock. The caller must keep the
// result for as long as it needs the lock. For callers that would rather
// continue without a lock than fail: if the file cannot be locked in time,
// returns a descriptor without the lock, and if it cannot be opened, an invalid
// one.
UniqueFd LockFileWithin(int dir_fd, const std::string& name,
                        std::chrono::milliseconds patience);

}  // namespace hermes::gateway

#endif  // GATEWAY_FILES_TIMED_LOCK_H_
