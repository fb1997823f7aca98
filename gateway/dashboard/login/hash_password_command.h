#ifndef GATEWAY_DASHBOARD_LOGIN_HASH_PASSWORD_COMMAND_H_
#define GATEWAY_DASHBOARD_LOGIN_HASH_PASSWORD_COMMAND_H_

#include "gateway/command/exit_code.h"

namespace hermes::gateway::dashboard {

// `hermes dashboard --hash-password`: reads a password, one line of stdin, and
// prints its hash. Disables echo on a terminal meanwhile. Unblocks signals, so
// that they end the process.
ExitCode HashPasswordCommand();

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_LOGIN_HASH_PASSWORD_COMMAND_H_
