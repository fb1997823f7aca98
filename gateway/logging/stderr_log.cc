#include "gateway/logging/stderr_log.h"

#include <unistd.h>

#include <chrono>

#include "absl/strings/str_cat.h"
#include "gateway/logging/log_line.h"
#include "gateway/logging/streams.h"

namespace hermes::gateway {
namespace {

constexpr std::chrono::milliseconds kPatience{100};

google::LogSeverity LeastSeverity(const LogOptions& options) {
  if (options.quiet) return google::NUM_SEVERITIES;
  return options.verbosity >= 1 ? google::GLOG_INFO : google::GLOG_WARNING;
}

}  // namespace

StderrLog::StderrLog(const LogOptions& options)
    : least_(LeastSeverity(options)) {
  FLAGS_minloglevel = google::GLOG_INFO;
  FLAGS_v = options.verbosity >= 2 ? 1 : 0;
  // Disables glog's own output on stderr: this sink writes there instead.
  FLAGS_stderrthreshold = google::NUM_SEVERITIES;
  for (int severity = 0; severity < google::NUM_SEVERITIES; ++severity) {
    google::SetLogDestination(severity, "");
  }
  google::AddLogSink(this);
  google::InitGoogleLogging("hermes");
}

StderrLog::~StderrLog() {
  google::RemoveLogSink(this);
  google::ShutdownGoogleLogging();
}

void StderrLog::send(google::LogSeverity severity, const char* /*full*/,
                     const char* base_filename, int line,
                     const google::LogMessageTime& time, const char* message,
                     size_t message_len) {
  if (severity < least_) return;
  const std::string text =
      absl::StrCat(google::GetLogSeverityName(severity), " ", base_filename,
                   ":", line, ": ", std::string(message, message_len));
  char stamp[32];
  strftime(stamp, sizeof(stamp), "%Y-%m-%dT%H:%M:%S%z ", &time.tm());
  WritePatiently(STDERR_FILENO,
                 absl::StrCat(stamp, OneLine(secrets_.Mask(text)), "\n"),
                 kPatience);
}

}  // namespace hermes::gateway
