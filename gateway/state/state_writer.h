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

// Keeps gateway_state.json true without the event loop ever waiting for the
// disk: what is new is written by a thread of its own, of several changes in a
// row only the last one, at most once per `interval`. What could not be
// written, on a full disk say, is tried again until it can be. Failures are
// logged, the same one once.
class StateWriter {
 public:
  // `file` must outlive this.
  StateWriter(const StateFile& file, std::chrono::milliseconds interval);
  StateWriter(const StateWriter&) = delete;
  StateWriter& operator=(const StateWriter&) = delete;
  // Gives up what is not written yet.
  ~StateWriter();

  // Soon.
  void WriteSoon(const StateUpdate& update);
  // Now, and after all that came before; waits for the disk.
  void Write(const StateUpdate& update);

 private:
  void Run(const std::stop_token& stop);
  void WriteFile(const StateUpdate& update);

  const StateFile& file_;
  const std::chrono::milliseconds interval_;
  std::mutex file_mutex_;  // held while the file is written
  bool failing_ = false;   // under file_mutex_
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::optional<StateUpdate> next_;
  std::jthread thread_;  // last: it uses all above until it is joined
};

}  // namespace hermes::gateway

#endif  // GATEWAY_STATE_STATE_WRITER_H_
