#ifndef GATEWAY_COMMAND_EXIT_CODE_H_
#define GATEWAY_COMMAND_EXIT_CODE_H_

#include "absl/status/status.h"

namespace hermes::gateway {

// Exit codes of `hermes`. They are a contract: a supervisor restarts on
// kUnplanned and kRestart, and leaves the service down on kConfiguration.
enum ExitCode : int {
  kPlanned = 0,         // requested: SIGINT, planned stop, takeover
  kUnplanned = 1,       // SIGTERM without a marker, lost race, already running
  kUsage = 64,          // the command line is wrong
  kUnavailable = 69,    // no supervisor runs here, or s6 failed
  kSystemCall = 71,     // a system call failed unexpectedly
  kCannotCreate = 73,   // a file or directory cannot be created
  kRestart = 75,        // SIGUSR1: start again; a verb: not finished in time
  kPermission = 77,     // this uid lacks the permission
  kConfiguration = 78,  // fatal configuration; a restart does not help
};

// Returns the exit code for a start that failed with `status`:
//   OK 0; InvalidArgument 64; PermissionDenied 77; FailedPrecondition 78;
//   AlreadyExists, Aborted 1; NotFound, ResourceExhausted 73; the rest 71.
ExitCode ExitCodeFor(const absl::Status& status);

}  // namespace hermes::gateway

#endif  // GATEWAY_COMMAND_EXIT_CODE_H_
