#ifndef HERMES_SHIM_SUPERVISION_HEARTBEAT_WAIT_H_
#define HERMES_SHIM_SUPERVISION_HEARTBEAT_WAIT_H_

#include <string>

#include "shim/base/unique_fd.h"

namespace hermes {

// Why the heartbeat woke up.
struct HeartbeatEvent {
  int signo = 0;  // 0: the slot has failed for good
  int failed_code = 0;
};

// The heartbeat's one wait: for a signal, or for its slot's failure for good.
// No timer, no thread, no polling. The kernel wakes it for nothing else but the
// few records that a start or an end of the gateway leaves beside each other.
class HeartbeatWait {
 public:
  // From here on failures of the slot in `slot_directory` are noticed; those
  // from before are not. Where they cannot be watched only signals are waited
  // for. Requires: WaitedSignals() are blocked.
  explicit HeartbeatWait(const std::string& slot_directory);

  // Blocks until something happens. Allocates nothing while it only waits.
  HeartbeatEvent Next();

  bool watches_failures() const { return watch_.valid(); }

 private:
  int NextSignal() const;
  // True if one of the pending notices is about a failure; *code is then its
  // exit code. A failure that has been forgotten meanwhile is none.
  bool TakeFailure(int* code) const;

  UniqueFd data_;
  UniqueFd watch_;
  UniqueFd signals_;
};

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_HEARTBEAT_WAIT_H_
