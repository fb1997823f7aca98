#ifndef GATEWAY_SESSIONS_RUN_SESSIONS_COMMAND_H_
#define GATEWAY_SESSIONS_RUN_SESSIONS_COMMAND_H_

#include <optional>
#include <string>
#include <vector>

#include "gateway/command/exit_code.h"
#include "gateway/config/environment.h"

namespace hermes::gateway {

// What the command line and the process pass to `hermes sessions`.
struct SessionsRequest {
  std::vector<std::string> words;      // after `sessions`
  std::optional<std::string> profile;  // the value of -p
  EnvironmentMap environment;
};

// Runs `hermes sessions ...` and returns its exit code. Prints results on
// stdout and an error as one line on stderr. Root acts as the owner of the
// profile's home. Restores the default actions of signals, so that they end the
// process; each transaction is then either complete or rolled back.
ExitCode RunSessionsCommand(const SessionsRequest& request);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSIONS_RUN_SESSIONS_COMMAND_H_
