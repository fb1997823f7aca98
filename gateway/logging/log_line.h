#ifndef GATEWAY_LOGGING_LOG_LINE_H_
#define GATEWAY_LOGGING_LOG_LINE_H_

#include <ctime>
#include <string>
#include <string_view>

namespace hermes::gateway {

// Returns `text` as one line that is safe on a terminal: control characters,
// line separators, direction characters and invalid UTF-8 become escapes (\n,
// \x1b). Trailing white space is dropped. Pure.
std::string OneLine(std::string_view text);

// Returns the prefix of a message about a session:
//   LOG(WARNING) << InSession(id) << "the back end does not answer";
std::string InSession(std::string_view session_id);

// One logged message.
struct LogRecord {
  std::tm time{};  // local time
  int millis = 0;
  const char* level = "INFO";
  std::string source;   // the source file, "stop_watcher.cc"
  std::string message;  // secrets already masked
};

// Formats `YYYY-MM-DD HH:MM:SS,mmm LEVEL [session] gateway.stop_watcher:
// message` and a newline; [session] only if the message begins with
// InSession(). Pure.
std::string FormatLogLine(const LogRecord& record);

}  // namespace hermes::gateway

#endif  // GATEWAY_LOGGING_LOG_LINE_H_
