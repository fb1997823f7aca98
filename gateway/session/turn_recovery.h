#ifndef GATEWAY_SESSION_TURN_RECOVERY_H_
#define GATEWAY_SESSION_TURN_RECOVERY_H_

#include <chrono>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/session/sqlite_connection.h"

namespace hermes::gateway {

// For both functions the caller must have begun a transaction. Errors: the
// connection's.

// Marks every session that has a turn in progress as interrupted.
absl::Status MarkResumePending(SqliteConnection& connection);

// Removes, at the start, the turns that the previous process left in progress.
// After an unclean end it first marks a session as resume_pending if one of its
// turns began no longer ago than `within`; if all its turns are older, it
// clears a mark that a drain has set. Returns the number of sessions to resume.
absl::StatusOr<int64_t> RecoverTurns(SqliteConnection& connection,
                                     std::chrono::seconds within,
                                     bool clean_end);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_TURN_RECOVERY_H_
