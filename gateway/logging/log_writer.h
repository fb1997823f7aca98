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

// Writes logs in a separate thread, through a bounded queue: a disk that is
// full or hangs costs callers only lines, never time. Thread-safe.
class LogWriter {
 public:
  // Appends a text to a file; in production AppendRotating on the home's
  // descriptor.
  using Append =
      std::function<absl::Status(const RotatingFile& file, std::string text)>;

  // The maximum that may be queued.
  struct Limits {
    size_t lines = 8192;
    size_t bytes = size_t{4} << 20;
  };

  // `files` are later identified by their index. `append` is called only in the
  // writer's thread, possibly until the process ends.
  LogWriter(std::vector<RotatingFile> files, Append append);
  LogWriter(std::vector<RotatingFile> files, Append append, Limits limits);
  // Waits at most a second for the queue and for the thread; a thread that
  // hangs on a disk is abandoned.
  ~LogWriter();
  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  // Queues `text`, whole lines, for the file. If the queue is full, or the
  // lines cannot be written, they are dropped and counted; as soon as the file
  // can be written again, a line in it reports how many were lost.
  void Write(size_t file, std::string text);

  // Returns true if everything queued was written or dropped within `patience`.
  bool Drain(std::chrono::milliseconds patience);

  // Returns how many texts were dropped or could not be written so far.
  uint64_t lost() const;

 private:
  struct State;
  static void Run(const std::shared_ptr<State>& state);

  std::shared_ptr<State> state_;  // shared with the thread
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_LOG_WRITER_H_
