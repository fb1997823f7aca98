#include "gateway/logging/file_log.h"

#include <fcntl.h>

#include <chrono>
#include <memory>
#include <utility>

#include "gateway/logging/log_line.h"
#include "gateway/logging/rotating_file.h"

namespace hermes::gateway {
namespace {

constexpr size_t kMegabyte = 1'000'000;

enum File : size_t { kGatewayLog, kErrorsLog, kDumps };

std::vector<RotatingFile> Files() {
  std::vector<RotatingFile> files(kDumps + 1);
  files[kGatewayLog] = {"gateway.log", 5 * kMegabyte, 3, 0640};
  files[kErrorsLog] = {"errors.log", 2 * kMegabyte, 2, 0640};
  files[kDumps] = {"gateway_faulthandler.log", kMegabyte, 1, 0600};
  return files;
}

// Uses its own descriptor: the writer's thread may outlive the caller's.
LogWriter::Append AppendTo(int home_fd) {
  auto home =
      std::make_shared<const UniqueFd>(fcntl(home_fd, F_DUPFD_CLOEXEC, 3));
  return [home](const RotatingFile& file, const std::string& text) {
    return AppendRotating(home->get(), file, text);
  };
}

const char* LevelName(google::LogSeverity severity) {
  switch (severity) {
    case google::GLOG_INFO:
      return "INFO";
    case google::GLOG_WARNING:
      return "WARNING";
    case google::GLOG_ERROR:
      return "ERROR";
    default:
      return "CRITICAL";
  }
}

}  // namespace

FileLog::FileLog(int home_fd, const SecretList& secrets)
    : secrets_(secrets), writer_(Files(), AppendTo(home_fd)) {
  google::AddLogSink(this);
}

FileLog::~FileLog() { google::RemoveLogSink(this); }

void FileLog::send(google::LogSeverity severity, const char* /*full*/,
                   const char* base_filename, int /*line*/,
                   const google::LogMessageTime& time, const char* message,
                   size_t message_len) {
  LogRecord record;
  record.time = time.tm();
  record.millis = static_cast<int>(time.usec() / 1000);
  record.level = LevelName(severity);
  record.source = base_filename;
  record.message = secrets_.Mask(std::string(message, message_len));
  std::string line = FormatLogLine(record);
  if (severity >= google::GLOG_WARNING) writer_.Write(kErrorsLog, line);
  writer_.Write(kGatewayLog, std::move(line));
}

void FileLog::WaitTillSent() { writer_.Drain(std::chrono::seconds(1)); }

void FileLog::WriteDump(const std::string& text) {
  writer_.Write(kDumps, secrets_.Mask(text));
}

}  // namespace hermes::gateway
