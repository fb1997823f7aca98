#ifndef GATEWAY_DASHBOARD_LOGIN_SECRET_FILE_H_
#define GATEWAY_DASHBOARD_LOGIN_SECRET_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace hermes::gateway {

// The secret of the sessions, in `.dashboard_secret` (0600) below the data
// root, so that they outlive the process; made if it is not there. What others
// can read, or is too short, is no secret, and is replaced. Errors: as
// CreateFile and RandomKey.
absl::StatusOr<std::string> LoadOrMakeSecret(int root_fd);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_LOGIN_SECRET_FILE_H_
