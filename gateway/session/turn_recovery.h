#ifndef GATEWAY_SESSION_TURN_RECOVERY_H_
#define GATEWAY_SESSION_TURN_RECOVERY_H_

#include <chrono>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/session/sqlite_connection.h"

namespace hermes::gateway {

// Both belong into a transaction of their caller's. Errors: the connection's.

// Marks every session with a turn under way as one that was cut off.
absl::Status MarkResumePending(SqliteConnection& connection);

// Deals, at the start, with the turns that the last process left behind: after
// a clean end they are forgotten. Otherwise a session with one that began no
// longer ago than `within` becomes resume_pending; where all are older, a mark
// that a drain has left goes too. Returns how many sessions are to be resumed.
absl::StatusOr<int64_t> RecoverTurns(SqliteConnection& connection,
                                     std::chrono::seconds within,
                                     bool clean_end);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_TURN_RECOVERY_H_
