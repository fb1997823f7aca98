#ifndef GATEWAY_DASHBOARD_LOGIN_SESSIONS_FILE_H_
#define GATEWAY_DASHBOARD_LOGIN_SESSIONS_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/dashboard/login/revoked_sessions.h"

namespace hermes::gateway::dashboard {

// Loads the revoked sessions from `.dashboard_sessions` (0600) below the data
// root. Replaces a file that is missing, damaged, or accessible to other users
// by an empty list with a new epoch, which ends all sessions: a revoked session
// must not become valid again. Errors: those of ReplaceFile and RandomKey.
absl::StatusOr<RevokedSessions> LoadOrMakeSessions(int root_fd);

// Replaces the file's content by `text`, which RevokedSessions::Format()
// returned; it is on the disk when this returns. Errors: those of ReplaceFile.
absl::Status SaveSessions(int root_fd, const std::string& text);

}  // namespace hermes::gateway::dashboard

#endif  // GATEWAY_DASHBOARD_LOGIN_SESSIONS_FILE_H_
