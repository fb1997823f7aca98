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

// Runs `hermes sessions ...` and returns its exit code. Results go to stdout,
// an error is one line on stderr. Root acts as the owner of the profile's home.
// Lets signals end the process again; each transaction is complete or undone
// then.
ExitCode RunSessionsCommand(const SessionsRequest& request);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSIONS_RUN_SESSIONS_COMMAND_H_
