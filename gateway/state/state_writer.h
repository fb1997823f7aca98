#ifndef GATEWAY_STATE_STATE_WRITER_H_
#define GATEWAY_STATE_STATE_WRITER_H_

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "gateway/state/state_file.h"
#include "gateway/state/state_record.h"

namespace hermes::gateway {

// Keeps gateway_state.json current without blocking the event loop on the disk:
// a separate thread writes updates at most once per `interval`, and of several
// pending updates only the latest. A failed write, for example on a full disk,
// is retried until it succeeds. Failures are logged, each different one once.
class StateWriter {
 public:
  // `file` must outlive this.
  StateWriter(const StateFile& file, std::chrono::milliseconds interval);
  StateWriter(const StateWriter&) = delete;
  StateWriter& operator=(const StateWriter&) = delete;
  // Discards updates that are not written yet.
  ~StateWriter();

  // Writes `update` soon.
  void WriteSoon(const StateUpdate& update);
  // Writes `update` now, after all earlier updates; waits for the disk.
  void Write(const StateUpdate& update);

 private:
  void Run(const std::stop_token& stop);
  void WriteFile(const StateUpdate& update);

  const StateFile& file_;
  const std::chrono::milliseconds interval_;
  std::mutex file_mutex_;  // held while the file is written
  bool failing_ = false;   // guarded by file_mutex_
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::optional<StateUpdate> next_;
  std::jthread thread_;  // last: it uses all members above until it is joined
};

}  // namespace hermes::gateway

#endif  // GATEWAY_STATE_STATE_WRITER_H_
