#ifndef HERMES_SHIM_BASE_EXIT_CODES_H_
#define HERMES_SHIM_BASE_EXIT_CODES_H_

namespace hermes {

// The documented exit codes (docs/reference.md). Those below 126 are from
// sysexits.h; the gateway uses the same ones.
enum ExitCode : int {
  kExitPlannedEnd = 0,
  kExitUsage = 64,          // the command line or a name in it is invalid
  kExitS6 = 69,             // an s6 program is missing or failed
  kExitSystem = 71,         // a system call failed
  kExitCannotCreate = 73,   // a directory or file could not be made
  kExitRestartMe = 75,      // the gateway asks to be started again
  kExitPermission = 77,     // this uid lacks a permission
  kExitConfiguration = 78,  // starting again without a change is pointless
  kExitNotExecutable = 126,
  kExitNotFound = 127,
  kExitSignalBase = 128,  // 128+n: signal n ended the process
};

// Returns the exit code for an exec that failed with `err`: 127 if the program
// does not exist, 126 if it exists but cannot be executed.
int ExitCodeOfExecFailure(int err);

}  // namespace hermes

#endif  // HERMES_SHIM_BASE_EXIT_CODES_H_
