#ifndef GATEWAY_LOCK_CLAIM_HOME_H_
#define GATEWAY_LOCK_CLAIM_HOME_H_

#include <memory>

#include "absl/status/statusor.h"
#include "gateway/lock/instance_lock.h"
#include "gateway/lock/process_facts.h"
#include "gateway/state/pid_record.h"

namespace hermes::gateway {

// What to do about a home that another process holds.
enum class HolderAnswer { kRefuse, kReplace, kWait };

// `known`: the holder is a live gateway that can be named. With --replace an
// unknown one is waited for: it may be a gateway that is just going, or
// coming. Pure.
HolderAnswer AnswerHolder(bool known, bool replace);

struct ClaimOptions {
  bool replace = false;
  int wake_fd = -1;  // readable when a signal of our own is pending
};

// Becomes the one gateway of the home `home_fd`, ending the one that is there
// if `options.replace` says so. Removes the takeover marker it wrote.
// Errors, one line for the user: AlreadyExists if a live gateway holds it;
// Aborted if it cannot be replaced or the race is lost; Cancelled if a signal
// of our own came while waiting; else as InstanceClaim::Try.
absl::StatusOr<std::unique_ptr<InstanceLock>> ClaimHome(
    int home_fd, const PidRecord& self, const ProcessTable& processes,
    const ClaimOptions& options);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_CLAIM_HOME_H_
