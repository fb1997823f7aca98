#ifndef GATEWAY_LOCK_CLAIM_HOME_H_
#define GATEWAY_LOCK_CLAIM_HOME_H_

#include <memory>

#include "absl/status/statusor.h"
#include "gateway/lock/instance_lock.h"
#include "gateway/lock/process_facts.h"
#include "gateway/state/pid_record.h"

namespace hermes::gateway {

// How to treat a home that another process holds.
enum class HolderAnswer { kRefuse, kReplace, kWait };

// Decides how to treat the holder. `known` means that the holder is a live
// gateway that can be identified. With --replace, an unknown holder is waited
// for: it may be a gateway that is just starting or stopping. Pure.
HolderAnswer AnswerHolder(bool known, bool replace);

struct ClaimOptions {
  bool replace = false;
  int wake_fd = -1;  // readable if a signal for this process is pending
};

// Becomes the only gateway of the home `home_fd`, ending the current one if
// `options.replace` is set. Removes the takeover marker that it wrote.
// Errors, one line for the user: AlreadyExists if a live gateway holds the
// home; Aborted if that gateway cannot be replaced or the race is lost;
// Cancelled if this process got a signal while it waited; otherwise as
// InstanceClaim::Try.
absl::StatusOr<std::unique_ptr<InstanceLock>> ClaimHome(
    int home_fd, const PidRecord& self, const ProcessTable& processes,
    const ClaimOptions& options);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOCK_CLAIM_HOME_H_
