#ifndef GATEWAY_LOGGING_LOG_LINE_H_
#define GATEWAY_LOGGING_LOG_LINE_H_

#include <ctime>
#include <string>
#include <string_view>

namespace hermes::gateway {

// `text` as one line that no terminal takes for anything else: control
// characters, line and direction separators and bytes that are no UTF-8 come as
// escapes (\n, \x1b). White space at the end is dropped. Pure.
std::string OneLine(std::string_view text);

// What a message begins with, to say which session it is about:
//   LOG(WARNING) << InSession(id) << "the back end does not answer";
std::string InSession(std::string_view session_id);

// One message as it was logged.
struct LogRecord {
  std::tm time{};  // local
  int millis = 0;
  const char* level = "INFO";
  std::string source;   // the file that logged it, "stop_watcher.cc"
  std::string message;  // secrets already masked
};

// `YYYY-MM-DD HH:MM:SS,mmm LEVEL [session] gateway.stop_watcher: message` and
// a newline; [session] only for a message that begins with InSession(). Pure.
std::string FormatLogLine(const LogRecord& record);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_LOG_LINE_H_
