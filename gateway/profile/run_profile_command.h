#ifndef GATEWAY_PROFILE_RUN_PROFILE_COMMAND_H_
#define GATEWAY_PROFILE_RUN_PROFILE_COMMAND_H_

#include <optional>
#include <string>
#include <vector>

#include "gateway/command/exit_code.h"
#include "gateway/config/environment.h"

namespace hermes::gateway {

// What the command line and the process pass to `hermes profile`.
struct ProfileRequest {
  std::vector<std::string> words;      // after `profile`
  std::optional<std::string> profile;  // the value of -p
  EnvironmentMap environment;
};

// Runs `hermes profile ...` and returns its exit code. Prints results on stdout
// and an error as one line on stderr. Restores the default actions of signals,
// so that ^C ends the question of `delete`.
ExitCode RunProfileCommand(const ProfileRequest& request);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_RUN_PROFILE_COMMAND_H_
