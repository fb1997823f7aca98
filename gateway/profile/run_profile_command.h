#ifndef GATEWAY_PROFILE_RUN_PROFILE_COMMAND_H_
#define GATEWAY_PROFILE_RUN_PROFILE_COMMAND_H_

#include <optional>
#include <string>
#include <vector>

#include "gateway/command/exit_code.h"
#include "gateway/config/environment.h"

namespace hermes::gateway {

// What the command line and the process hand to `hermes profile`.
struct ProfileRequest {
  std::vector<std::string> words;      // behind `profile`
  std::optional<std::string> profile;  // the value of -p
  EnvironmentMap environment;
};

// `hermes profile ...`, from its words to the exit code. Results go to stdout,
// a refusal is one line on stderr. Lets signals end the process again: the
// question of `delete` can be answered with ^C.
ExitCode RunProfileCommand(const ProfileRequest& request);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_RUN_PROFILE_COMMAND_H_
