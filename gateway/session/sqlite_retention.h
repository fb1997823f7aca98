#ifndef GATEWAY_SESSION_SQLITE_RETENTION_H_
#define GATEWAY_SESSION_SQLITE_RETENTION_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/config/retention_limits.h"
#include "gateway/session/retention.h"
#include "gateway/session/sqlite_connection.h"

namespace hermes::gateway {

// Returns the number in the first column of the first row of `sql`, or 0 if
// `sql` returns no row. Errors: the connection's.
absl::StatusOr<int64_t> SqliteNumber(SqliteConnection& connection,
                                     std::string_view sql);

// The numbers of items that one call has removed.
struct PruneCounts {
  int64_t sessions = 0;
  int64_t responses = 0;
  int64_t messages = 0;  // including those of sessions that are not removed yet
  bool more = false;     // the budget was used up before the work was done
};

// Removes what the retention limits do not keep, in small steps, and returns
// free pages to the file system. The caller must have begun a transaction, and
// rolls it back if a call fails. Errors: the connection's, and those documented
// here.
class SqliteRetention {
 public:
  // Limits what one call deletes. Several calls remove a session that exceeds
  // this: the first one moves all its messages out of its context at once, so
  // that a turn in between starts with an empty history instead of a part of
  // it.
  struct Budget {
    int64_t messages = 256;
    int64_t bytes = int64_t{1} << 20;
    int64_t items = 64;
  };

  // `connection` must have the tables of SessionMigrations() and outlive this.
  explicit SqliteRetention(SqliteConnection& connection)
      : connection_(connection) {}

  // Removes the items that exceed `limits`, oldest first, within `budget`.
  // Never removes a session that has a turn in progress.
  absl::StatusOr<PruneCounts> Prune(const RetentionLimits& limits,
                                    Budget budget);

  // Removes the session `id`, within `budget`, and, together with its last
  // message, the stored responses that were created in it.
  // NotFound if the session does not exist. Unavailable if it has a turn in
  // progress. Aborted if `last_used` is positive and the session was used after
  // that time: the rest of it is kept.
  absl::StatusOr<PruneCounts> Delete(const std::string& id, double last_used,
                                     Budget budget);

  // Returns OK if Delete() would remove the session, otherwise its error.
  absl::Status CheckDeletable(const std::string& id, double last_used);

  // Returns up to PagesToRelease() pages to the file system. Returns how many:
  // always 0 for a database that was created without auto_vacuum.
  absl::StatusOr<int64_t> ReleasePages();

  // Return the input of the retention policy. Items() returns all sessions and
  // responses, oldest first, with their estimated bytes, and reads the whole
  // index of messages.
  absl::StatusOr<RetentionTotals> Totals();
  absl::StatusOr<std::vector<RetainedItem>> Items();

 private:
  // Returns the oldest `most` sessions and responses, in addition to those with
  // a turn in progress, without their bytes.
  absl::StatusOr<std::vector<RetainedItem>> Oldest(int64_t most);
  absl::StatusOr<int64_t> UsedBytes();
  // Adds what it removes to `counts` and subtracts it from `budget`. Returns
  // true once the session itself is removed.
  absl::StatusOr<bool> RemoveSession(const std::string& id, Budget* budget,
                                     PruneCounts* counts);
  absl::Status EmptyContext(const std::string& id);
  absl::Status RemoveResponse(const std::string& id);

  SqliteConnection& connection_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SQLITE_RETENTION_H_
