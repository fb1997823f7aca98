#ifndef GATEWAY_LOGGING_STDERR_LOG_H_
#define GATEWAY_LOGGING_STDERR_LOG_H_

#include <glog/logging.h>

#include <cstddef>
#include <string>

#include "gateway/logging/secret_list.h"

namespace hermes::gateway {

// The options -v and -q: WARNING and above by default, with one -v INFO, with
// more also VLOG(1) (DEBUG); quiet suppresses everything.
struct LogOptions {
  int verbosity = 0;
  bool quiet = false;
};

// Starts glog and writes its messages to stderr during its lifetime, one line
// per message, with secrets masked. A reader that does not read costs lines,
// never time. Other sinks get every message from INFO on, whatever the options:
// each of them filters for itself. Only one may exist at a time.
class StderrLog : public google::LogSink {
 public:
  explicit StderrLog(const LogOptions& options);
  ~StderrLog() override;

  // Masks `secret` from now on.
  void Hide(const std::string& secret) { secrets_.Add(secret); }
  // For other writers whose text could contain a secret.
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
