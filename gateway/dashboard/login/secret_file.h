#ifndef GATEWAY_DASHBOARD_LOGIN_SECRET_FILE_H_
#define GATEWAY_DASHBOARD_LOGIN_SECRET_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway::dashboard {

// Loads the secret that signs sessions from `.dashboard_secret` (0600) below
// the data root, so that sessions outlive the process; creates the file if it
// is missing. Replaces a file that other users can access, or whose secret is
// too short. Errors: those of ReplaceFile and RandomKey.
absl::StatusOr<std::string> LoadOrMakeSecret(int root_fd);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_LOGIN_SECRET_FILE_H_
