#ifndef HERMES_SHIM_SUPERVISION_ON_FATAL_H_
#define HERMES_SHIM_SUPERVISION_ON_FATAL_H_

#include <optional>
#include <string>
#include <string_view>

#include "shim/base/expected.h"

namespace hermes {

// HERMES_GATEWAY_ON_FATAL: what the heartbeat does once its slot has failed for
// good.
enum class OnFatal {
  kStay,  // says so, and the container lives on
  kExit,  // the container ends with the gateway's last exit code
};

// Exact words; empty is kStay. Nothing for what is not understood. Pure.
std::optional<OnFatal> ParseOnFatal(std::string_view value);

// The line about a failure for good. Pure.
std::string FatalLine(std::string_view profile, int exit_code, OnFatal policy);

// The line about failures that are looked for, because the kernel does not
// report them for the reason `why`. Pure.
std::string UnreportedLine(std::string_view profile, const Error& why);

// The container's exit code with kExit: the gateway's, but never 0, which would
// tell an orchestrator that all is well. Pure.
int FatalExitCode(int exit_code);

}  // namespace hermes

#endif  // HERMES_SHIM_SUPERVISION_ON_FATAL_H_
