#ifndef HERMES_SHIM_SUPERVISION_HEARTBEAT_WAIT_H_
#define HERMES_SHIM_SUPERVISION_HEARTBEAT_WAIT_H_

#include <sys/types.h>
#include <time.h>

#include <optional>
#include <string>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// Why the heartbeat woke up.
struct HeartbeatEvent {
  int signo = 0;  // 0: the slot has failed for good
  int failed_code = 0;
};

// How often HeartbeatWait looks for a failure that the kernel does not report.
inline constexpr long kLookForFailureEveryMs = 2000;

// The heartbeat's one wait: for a signal, or for its slot's failure for good.
// No timer, no thread, no polling while the kernel reports changes: it then
// wakes up only for the few records that a start or an end of the gateway
// leaves beside each other. If the kernel has no inotify instance, watch or
// descriptor left, it looks for a failure every kLookForFailureEveryMs instead;
// that needs no descriptor until there is a failure to read.
class HeartbeatWait {
 public:
  // From here on failures of the slot in `slot_directory` are noticed; those
  // from before are not. Requires: WaitedSignals() are blocked.
  explicit HeartbeatWait(const std::string& slot_directory);

  // Blocks until something happens. Allocates nothing while it only waits.
  HeartbeatEvent Next();

  // Why failures are looked for; std::nullopt if the kernel reports them.
  const std::optional<Error>& unreported() const { return unreported_; }

 private:
  // Which record of a failure is there; all 0 if there is none.
  struct Identity {
    ino_t inode = 0;
    timespec changed = {};
    bool operator==(const Identity& other) const;
  };

  std::optional<Error> Watch(const std::string& data);
  int NextSignal() const;
  bool WasReported() const;
  Identity Look() const;
  // True if there is news of a failure; *code is then its exit code. A failure
  // that has been forgotten meanwhile is none.
  bool TakeFailure(int* code);
  bool ReadFailure(int* code);

  const std::string data_path_;
  const std::string failed_path_;
  UniqueFd data_;
  UniqueFd watch_;
  UniqueFd signals_;
  std::optional<Error> unreported_;
  Identity seen_;
};

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_HEARTBEAT_WAIT_H_
