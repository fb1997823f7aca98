#ifndef HERMES_SHIM_SUPERVISION_ON_FATAL_H_
#define HERMES_SHIM_SUPERVISION_ON_FATAL_H_

#include <optional>
#include <string>
#include <string_view>

#include "shim/base/expected.h"

namespace hermes {

// HERMES_GATEWAY_ON_FATAL: what the heartbeat does when its slot has failed
// permanently, so that s6 does not start the gateway again.
enum class OnFatal {
  kStay,  // reports it; the container continues
  kExit,  // ends the container with the gateway's last exit code
};

// Parses "stay" or "exit", in lower case; an empty value means kStay. Returns
// std::nullopt for any other value. Pure.
std::optional<OnFatal> ParseOnFatal(std::string_view value);

// Returns the line that reports a permanent failure. Pure.
std::string FatalLine(std::string_view profile, int exit_code, OnFatal policy);

// Returns the line that reports that failures are polled for, because `why`
// keeps the kernel from reporting them. Pure.
std::string UnreportedLine(std::string_view profile, const Error& why);

// Returns the container's exit code with kExit: the gateway's, but 1 instead of
// 0, which an orchestrator would take for success. Pure.
int FatalExitCode(int exit_code);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_ON_FATAL_H_
