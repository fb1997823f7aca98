#ifndef GATEWAY_DASHBOARD_LOGIN_SESSIONS_FILE_H_
#define GATEWAY_DASHBOARD_LOGIN_SESSIONS_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/dashboard/login/revoked_sessions.h"

namespace hermes::gateway {

// Loads the revoked sessions from `.dashboard_sessions` (0600) below the data
// root. A file that is missing, damaged, or open to other users is replaced by
// an empty list of a new epoch, which ends all sessions: what was revoked must
// not become valid again. Errors: as ReplaceFile and RandomKey.
absl::StatusOr<RevokedSessions> LoadOrMakeSessions(int root_fd);

// Replaces the file by `text`, which RevokedSessions::Format() returned; on the
// disk once it returns. Errors: as ReplaceFile.
absl::Status SaveSessions(int root_fd, const std::string& text);

}  // namespace hermes::gateway

#endif  // GATEWAY_DASHBOARD_LOGIN_SESSIONS_FILE_H_
