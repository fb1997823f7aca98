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
    kNotStarted,  // `detail` says why
    kLost,        // it ended, and somebody else has learned how
    kStopped,     // the turn's stop was requested
    kSilent,      // no output for `limit`
    kTooSlow,     // not done within `limit`
    kTooMuch,     // more output than kMostCommandOutput
  };
  Kind kind = Kind::kNotStarted;
  int value = 0;
  std::string detail;
  std::chrono::milliseconds limit{0};
  std::string errors;  // the end of what the program wrote to stderr
};

// A program that writes more to stdout is ended.
inline constexpr size_t kMostCommandOutput = 10 << 20;

// The answer's fate: complete for exit code 0 alone, otherwise 502
// agent_incomplete with what happened and the last line of `errors`, without
// any of `secrets` and shortened. Pure.
BackendResult ResultOf(const CommandEnd& end,
                       const std::vector<std::string>& secrets);

// `errors` for a log: without secrets, in valid UTF-8, control characters made
// harmless, lines after the first indented. Pure.
std::string ErrorsForLog(const std::string& errors,
                         const std::vector<std::string>& secrets);

}  // namespace hermes::gateway

#endif  // GATEWAY_TURN_COMMAND_END_H_
