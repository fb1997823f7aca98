#ifndef HERMES_SHIM_SUPERVISION_HEARTBEAT_WAIT_H_
#define HERMES_SHIM_SUPERVISION_HEARTBEAT_WAIT_H_

#include <sys/types.h>
#include <time.h>

#include <optional>
#include <string>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {

// An event that ended the heartbeat's wait.
struct HeartbeatEvent {
  int signo = 0;        // 0 if the slot has failed permanently
  int failed_code = 0;  // then the gateway's last exit code
};

// The interval at which HeartbeatWait polls if the kernel cannot report a
// failure of the slot.
inline constexpr long kFailurePollMs = 2000;

// Waits in one system call for a signal or for a permanent failure of the slot.
// While the kernel reports changes it uses no timer and no thread and does not
// poll: it wakes up only when the gateway starts or exits, which writes a few
// records into the watched directory. If the kernel has no inotify instance,
// watch or descriptor left, it polls for a failure every kFailurePollMs
// instead; this needs no descriptor until there is a failure to read.
class HeartbeatWait {
 public:
  // Starts to watch the slot in `slot_directory`. Failures that were recorded
  // before this are not reported. Requires: WaitedSignals() are blocked.
  explicit HeartbeatWait(const std::string& slot_directory);

  // Blocks until the next event. Allocates no memory while it waits.
  HeartbeatEvent Next();

  // Returns why failures are polled for, or std::nullopt if the kernel reports
  // them.
  const std::optional<Error>& unreported() const { return unreported_; }

 private:
  // Identifies a record of a failure; all 0 without a record.
  struct Identity {
    ino_t inode = 0;
    timespec changed = {};
    bool operator==(const Identity& other) const;
  };

  std::optional<Error> Watch(const std::string& data);
  int NextSignal() const;
  bool WasReported() const;
  Identity FindRecord() const;
  // Returns true if a new failure was recorded, and sets *code to its exit
  // code. A record that was removed before it could be read does not count.
  bool ConsumeFailure(int* code);
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
