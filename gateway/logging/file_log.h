#ifndef GATEWAY_LOGGING_FILE_LOG_H_
#define GATEWAY_LOGGING_FILE_LOG_H_

#include <glog/logging.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "gateway/logging/log_writer.h"
#include "gateway/logging/secret_list.h"
#include "shim/base/unique_fd.h"

namespace hermes::gateway {

// Sends glog to <home>/logs for as long as it lives: INFO and graver to
// gateway.log, WARNING and graver to errors.log, whatever is shown on stderr.
// Secrets are masked before anything is queued; nobody waits for the disk (see
// LogWriter), but the end of it: at most a second. One at a time.
class FileLog : public google::LogSink {
 public:
  // `secrets` must outlive this; `home_fd` need not.
  FileLog(int home_fd, const SecretList& secrets);
  ~FileLog() override;

  void send(google::LogSeverity severity, const char* full_filename,
            const char* base_filename, int line,
            const google::LogMessageTime& time, const char* message,
            size_t message_len) override;

  // glog asks for it before a fatal message ends the process.
  void WaitTillSent() override;

  // Appends `text`, as it is but with secrets masked, to
  // logs/gateway_faulthandler.log, which its owner alone can read.
  void WriteDump(const std::string& text);

  // Lines that were lost so far.
  uint64_t lost() const { return writer_.lost(); }

 private:
  const SecretList& secrets_;
  LogWriter writer_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_FILE_LOG_H_
