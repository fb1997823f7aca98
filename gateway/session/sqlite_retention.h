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

// Returns the number in the first column of the first row of `sql`, 0 if there
// is no row. Errors: the connection's.
absl::StatusOr<int64_t> SqliteNumber(SqliteConnection& connection,
                                     std::string_view sql);

// What one call has removed.
struct PruneCounts {
  int64_t sessions = 0;
  int64_t responses = 0;
  int64_t messages = 0;  // including those of sessions that are not removed yet
  bool more = false;     // the call's budget ended before the work did
};

// Removes what the retention limits do not keep, in small steps, and gives free
// pages back to the file system. Each call belongs in a transaction of the
// caller, who rolls it back if the call fails. Errors: the connection's, and
// what is documented here.
class SqliteRetention {
 public:
  // How much one call deletes. A session that needs more is removed by several
  // calls: the first one takes all its messages out of its context at once, so
  // that a turn in between begins anew and never sees a part of a history.
  struct Budget {
    int64_t messages = 256;
    int64_t bytes = int64_t{1} << 20;
    int64_t items = 64;
  };

  // `connection` has the tables of SessionMigrations and must outlive this.
  explicit SqliteRetention(SqliteConnection& connection)
      : connection_(connection) {}

  // Removes the items that `limits` remove, oldest first, within `budget`.
  // Never a session with a turn in progress.
  absl::StatusOr<PruneCounts> Prune(const RetentionLimits& limits,
                                    Budget budget);

  // Removes the session with the id, within `budget`, and, with its last
  // message, the stored responses that were made in it.
  // NotFound if there is no such session. Unavailable if a turn of it is in
  // progress. Aborted if `last_used` is positive and the session was used after
  // that time: what is left of it stays.
  absl::StatusOr<PruneCounts> Delete(const std::string& id, double last_used,
                                     Budget budget);

  // Returns OK if Delete() would remove the session, otherwise its error.
  absl::Status CheckDeletable(const std::string& id, double last_used);

  // Gives up to PagesToRelease() pages back; returns how many. Always 0 for a
  // database that was made without auto_vacuum.
  absl::StatusOr<int64_t> ReleasePages();

  // What the policy decides on. Items(): all sessions and responses, oldest
  // first, with their estimated bytes; reads the whole index of messages.
  absl::StatusOr<RetentionTotals> Totals();
  absl::StatusOr<std::vector<RetainedItem>> Items();

 private:
  // The oldest `most` sessions and responses, besides those with a turn in
  // progress; without their bytes.
  absl::StatusOr<std::vector<RetainedItem>> Oldest(int64_t most);
  absl::StatusOr<int64_t> UsedBytes();
  // Adds to `counts` what it removes and takes that from `budget`; true once
  // the session itself is removed.
  absl::StatusOr<bool> RemoveSession(const std::string& id, Budget* budget,
                                     PruneCounts* counts);
  absl::Status EmptyContext(const std::string& id);
  absl::Status RemoveResponse(const std::string& id);

  SqliteConnection& connection_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SQLITE_RETENTION_H_
