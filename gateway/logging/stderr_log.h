#ifndef GATEWAY_LOGGING_STDERR_LOG_H_
#define GATEWAY_LOGGING_STDERR_LOG_H_

#include <glog/logging.h>

#include <cstddef>
#include <string>
#include <vector>

namespace hermes::gateway {

// What -v and -q mean: WARNING and graver, with one -v INFO, with more also
// VLOG(1) (DEBUG); quiet: nothing.
struct LogOptions {
  int verbosity = 0;
  bool quiet = false;
};

// Sends glog to stderr for as long as it lives, secrets redacted, and to no
// file. A reader that does not read costs lines, never time. One at a time.
class StderrLog : public google::LogSink {
 public:
  explicit StderrLog(const LogOptions& options);
  ~StderrLog() override;

  // From now on `secret` never appears. Call before other threads log.
  void Hide(const std::string& secret);

  void send(google::LogSeverity severity, const char* full_filename,
            const char* base_filename, int line,
            const google::LogMessageTime& time, const char* message,
            size_t message_len) override;

 private:
  std::vector<std::string> secrets_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_STDERR_LOG_H_
