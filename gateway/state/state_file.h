#ifndef GATEWAY_STATE_STATE_FILE_H_
#define GATEWAY_STATE_STATE_FILE_H_

#include <string_view>

#include "absl/status/status.h"
#include "gateway/state/pid_record.h"
#include "gateway/state/state_record.h"

namespace hermes::gateway {

// gateway_state.json of one home. Only who holds the home's lock may write it.
class StateFile {
 public:
  // `home_fd` must outlive this.
  StateFile(int home_fd, PidRecord self);

  // Reads, merges and replaces the file in one step as seen by readers and,
  // by the flock of `.gateway_state.lock`, by others who do the same: what an
  // operator's command writes at that moment is not lost. Waits at most a
  // second for that lock and then goes on without: a record is not worth a
  // service that stands still. A file that is no JSON object is moved aside to
  // gateway_state.json.corrupt. Where the disk is full the file is overwritten
  // where it lies, if need be without its list of work under way.
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
