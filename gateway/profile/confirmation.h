#ifndef GATEWAY_PROFILE_CONFIRMATION_H_
#define GATEWAY_PROFILE_CONFIRMATION_H_

#include <string>

#include "absl/status/status.h"

namespace hermes::gateway {

// Reads one line from stdin, without its newline: at most 256 bytes, and no
// byte beyond that line. Blocks until it is there; returns what was read if
// stdin ends before.
std::string ReadTerminalLine();

// Asks on the terminal for the name of the profile that is to be deleted, the
// directory `home` with it. OK if exactly that is typed.
// Errors: InvalidArgument where stdin is no terminal: nobody is there to ask;
// Aborted for any other answer.
absl::Status AskForName(const std::string& name, const std::string& home);

}  // namespace hermes::gateway

#endif  // GATEWAY_PROFILE_CONFIRMATION_H_
