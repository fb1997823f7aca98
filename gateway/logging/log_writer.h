#ifndef GATEWAY_LOGGING_LOG_WRITER_H_
#define GATEWAY_LOGGING_LOG_WRITER_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gateway/logging/rotating_file.h"

namespace hermes::gateway {

// Writes logs in a thread of its own, through a queue that is bounded: neither
// a full disk nor one that hangs costs its users more than lines. For all
// threads.
class LogWriter {
 public:
  // How a text gets into a file; AppendRotating on the home's descriptor.
  using Append =
      std::function<absl::Status(const RotatingFile& file, std::string text)>;

  // What can wait to be written.
  struct Limits {
    size_t lines = 8192;
    size_t bytes = size_t{4} << 20;
  };

  // `files` are named by their index from now on. `append` is called in the
  // writer's thread only, and may be called for as long as the process lives.
  LogWriter(std::vector<RotatingFile> files, Append append);
  LogWriter(std::vector<RotatingFile> files, Append append, Limits limits);
  // Waits at most a second for what is queued, and for the thread; one that
  // hangs on a disk is left behind.
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  // Queues `text`, whole lines, for the file. At the limits it is dropped and
  // counted, as are lines that cannot be written; a line in that file says how
  // many were lost as soon as it can be written again.
  void Write(size_t file, std::string text);

  // True if all that was queued has been dealt with within `patience`.
  bool Drain(std::chrono::milliseconds patience);

  // Texts that were dropped or could not be written, so far.
  uint64_t lost() const;

 private:
  struct State;
  static void Run(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;  // the thread's too, which may outlive this
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_LOG_WRITER_H_
