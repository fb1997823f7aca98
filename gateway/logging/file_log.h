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

// Writes glog's messages to <home>/logs during its lifetime: INFO and above to
// gateway.log, WARNING and above to errors.log, independent of what stderr
// shows. Masks secrets before it queues a message. Callers never wait for the
// disk (see LogWriter); only the destructor does, for at most a second. Only
// one may exist at a time.
class FileLog : public google::LogSink {
 public:
  // `secrets` must outlive this; `home_fd` need not.
  FileLog(int home_fd, const SecretList& secrets);
  ~FileLog() override;

  void send(google::LogSeverity severity, const char* full_filename,
            const char* base_filename, int line,
            const google::LogMessageTime& time, const char* message,
            size_t message_len) override;

  // Called by glog before a fatal message ends the process.
  void WaitTillSent() override;

  // Appends `text` unchanged, but with secrets masked, to
  // logs/gateway_faulthandler.log, which only its owner can read.
  void WriteDump(const std::string& text);

  // Returns how many lines were lost so far.
  uint64_t lost() const { return writer_.lost(); }

 private:
  const SecretList& secrets_;
  LogWriter writer_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_FILE_LOG_H_
