#ifndef GATEWAY_PROFILE_CONFIRMATION_H_
#define GATEWAY_PROFILE_CONFIRMATION_H_

#include <string>

#include "absl/status/status.h"

namespace hermes::gateway {

// Reads one line from stdin, without its newline: at most 256 bytes, and no
// byte beyond that line. Blocks until the line is complete; if stdin ends
// first, returns what was read.
std::string ReadTerminalLine();

// Asks on the terminal for the name of the profile to be deleted; the question
// also shows its directory `home`. Returns OK if exactly that name is typed.
// Errors: InvalidArgument if stdin is not a terminal, so that the question
// cannot be asked; Aborted for any other answer.
absl::Status AskForName(const std::string& name, const std::string& home);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_CONFIRMATION_H_
