#ifndef GATEWAY_STATE_STATE_FILE_H_
#define GATEWAY_STATE_STATE_FILE_H_

#include <string_view>

#include "absl/status/status.h"
#include "gateway/state/pid_record.h"
#include "gateway/state/state_record.h"

namespace hermes::gateway {

// gateway_state.json of one home. Only the holder of the home's lock may write
// it.
class StateFile {
 public:
  // `home_fd` must outlive this.
  StateFile(int home_fd, PidRecord self);

  // Reads, merges and replaces the file. For readers this is one step, and,
  // because of the flock of `.gateway_state.lock`, also for other writers that
  // use it: a concurrent write by an operator's command is not lost. Waits at
  // most a second for that lock and then continues without it: a record does
  // not justify a service that hangs. A file that is not a JSON object is
  // renamed to gateway_state.json.corrupt. If the disk is full, overwrites the
  // file in place, if necessary without its list of work in progress.
  // Errors: as ReplaceFile; the old file is then unchanged.
  absl::Status Write(const StateUpdate& update) const;

 private:
  absl::Status WriteWithoutRoom(std::string_view previous,
                                StateUpdate update) const;

  int home_fd_;
  PidRecord self_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_STATE_STATE_FILE_H_
