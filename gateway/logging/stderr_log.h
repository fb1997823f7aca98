#ifndef GATEWAY_LOGGING_STDERR_LOG_H_
#define GATEWAY_LOGGING_STDERR_LOG_H_

#include <glog/logging.h>

#include <cstddef>
#include <string>

#include "gateway/logging/secret_list.h"

namespace hermes::gateway {

// What -v and -q mean: WARNING and graver, with one -v INFO, with more also
// VLOG(1) (DEBUG); quiet: nothing.
struct LogOptions {
  int verbosity = 0;
  bool quiet = false;
};

// Starts glog, and sends it to stderr for as long as it lives, secrets masked,
// a line for each message. A reader that does not read costs lines, never time.
// Other sinks get every message from INFO on, whatever the options: each one
// filters for itself. One at a time.
class StderrLog : public google::LogSink {
 public:
  explicit StderrLog(const LogOptions& options);
  ~StderrLog() override;

  // From now on `secret` never appears.
  void Hide(const std::string& secret) { secrets_.Add(secret); }
  // For whoever else writes what could hold one.
  SecretList& secrets() { return secrets_; }

  void send(google::LogSeverity severity, const char* full_filename,
            const char* base_filename, int line,
            const google::LogMessageTime& time, const char* message,
            size_t message_len) override;

 private:
  google::LogSeverity least_;
  SecretList secrets_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_STDERR_LOG_H_
