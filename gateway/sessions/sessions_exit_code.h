#ifndef GATEWAY_SESSIONS_SESSIONS_EXIT_CODE_H_
#define GATEWAY_SESSIONS_SESSIONS_EXIT_CODE_H_

#include "absl/status/status.h"
#include "gateway/command/exit_code.h"

namespace hermes::gateway {

// Returns the exit code of a `hermes sessions` command that failed with
// `status`, an error of StoredSessions or of the command itself: NotFound (no
// such session) 64; DataLoss (gateway.db is damaged) 69; Unavailable (locked,
// or a turn or the gateway is in the way) 75; the rest as ExitCodeFor(). Pure.
ExitCode SessionsExitCodeFor(const absl::Status& status);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSIONS_SESSIONS_EXIT_CODE_H_
