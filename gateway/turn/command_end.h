#ifndef GATEWAY_TURN_COMMAND_END_H_
#define GATEWAY_TURN_COMMAND_END_H_

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "gateway/turn/backend.h"

namespace hermes::gateway {

// How a turn of a command back end ended.
struct CommandEnd {
  enum class Kind {
    kExited,      // `value` is the exit code
    kSignalled,   // `value` is the signal
    kNotStarted,  // `detail` is the reason
    kLost,        // it ended, but other code has collected its exit status
    kStopped,     // the turn's stop was requested
    kSilent,      // no output for `limit`
    kTooSlow,     // not finished within `limit`
    kTooMuch,     // more output than kMostCommandOutput
  };
  Kind kind = Kind::kNotStarted;
  int value = 0;
  std::string detail;
  std::chrono::milliseconds limit{0};
  std::string errors;  // the end of the program's stderr
};

// A program that writes more bytes than this to stdout is terminated.
inline constexpr size_t kMostCommandOutput = 10 << 20;

// Returns the result of the turn: complete if the exit code is 0, otherwise the
// failure 502 agent_incomplete, whose message says what happened and quotes the
// last line of `errors`, abbreviated and with `secrets` redacted. Pure.
BackendResult ResultOf(const CommandEnd& end,
                       const std::vector<std::string>& secrets);

// Formats `errors` for the log: redacts `secrets`, replaces invalid UTF-8 and
// control characters, and indents all lines after the first. Pure.
std::string ErrorsForLog(const std::string& errors,
                         const std::vector<std::string>& secrets);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_COMMAND_END_H_
