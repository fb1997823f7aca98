#ifndef GATEWAY_COMMAND_EXIT_CODE_H_
#define GATEWAY_COMMAND_EXIT_CODE_H_

#include "absl/status/status.h"

namespace hermes::gateway {

// The exit codes of `hermes`. They are contract: a supervisor restarts on
// kUnplanned and kRestart, and leaves the service down on kConfiguration.
enum ExitCode : int {
  kPlanned = 0,         // asked to end: SIGINT, planned stop, takeover
  kUnplanned = 1,       // SIGTERM without a marker, lost race, already running
  kUsage = 64,          // the command line is wrong
  kUnavailable = 69,    // nothing supervises here, or s6 failed
  kSystemCall = 71,     // the kernel refused something it should not
  kCannotCreate = 73,   // a file or directory cannot be made
  kRestart = 75,        // SIGUSR1: start me again; a verb: not done in time
  kPermission = 77,     // this uid may not do that
  kConfiguration = 78,  // fatal configuration; starting again does not help
};

// The exit code for a start that failed with `status`:
//   OK 0; InvalidArgument 64; PermissionDenied 77; FailedPrecondition 78;
//   AlreadyExists, Aborted 1; NotFound, ResourceExhausted 73; the rest 71.
ExitCode ExitCodeFor(const absl::Status& status);

}  // namespace hermes::gateway

#endif  // GATEWAY_COMMAND_EXIT_CODE_H_
