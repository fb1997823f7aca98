#ifndef GATEWAY_SESSIONS_STORED_SESSIONS_H_
#define GATEWAY_SESSIONS_STORED_SESSIONS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/config/retention_limits.h"
#include "gateway/session/retention.h"
#include "gateway/session/sqlite_connection.h"
#include "gateway/session/sqlite_retention.h"

namespace hermes::gateway {

// A stored session, as `hermes sessions list` shows it.
struct SessionListing {
  std::string id;
  std::string platform;
  int64_t created_at = 0;  // seconds since 1970
  int64_t updated_at = 0;
  int64_t messages = 0;  // all that are stored
  int64_t bytes = 0;     // of their contents
  bool turn_active = false;
};

// gateway.db of a home for a process that is not its gateway, which may be
// running: every change is a short transaction, with a pause before the next.
// Waits up to 5 s for a lock. Settles no turns, brings no tables up to date.
//
// Errors: SqliteConnection's, and what is documented here.
class StoredSessions {
 public:
  // NotFound if the home has no database, or an empty one. FailedPrecondition
  // if it is of a newer version, or not a regular file.
  static absl::StatusOr<std::unique_ptr<StoredSessions>> Open(int home_fd);

  // The `most` sessions used last, the newest first.
  absl::StatusOr<std::vector<SessionListing>> List(int64_t most);

  // Removes a session with the responses that were made in it. NotFound if
  // there is no such session; Unavailable if a turn of it is in progress;
  // Aborted if it was used again after the removal had begun.
  absl::StatusOr<PruneCounts> Delete(const std::string& id);

  // Whether Delete() would remove it: OK, or Delete()'s error.
  absl::Status CheckDeletable(const std::string& id);

  // What `limits` remove, oldest first: an estimate for the byte limit.
  absl::StatusOr<std::vector<ExpiredItem>> Expired(
      const RetentionLimits& limits);
  absl::StatusOr<PruneCounts> Prune(const RetentionLimits& limits);

  // Gives all free pages back to the file system, in small steps.
  // FailedPrecondition if the database was made without auto_vacuum.
  absl::Status ReleasePages();
  // Rebuilds the database, which enables ReleasePages(). Nothing else may use
  // it meanwhile: the caller holds the gateway's lock.
  absl::Status Rebuild();
  // Whether the database was made without auto_vacuum.
  absl::StatusOr<bool> NeedsRebuild();

 private:
  explicit StoredSessions(std::unique_ptr<SqliteConnection> connection)
      : connection_(std::move(connection)), retention_(*connection_) {}

  // Calls `step` in transactions until it has no more to do; the sum.
  template <typename Step>
  absl::StatusOr<PruneCounts> Repeat(Step step);

  std::unique_ptr<SqliteConnection> connection_;
  SqliteRetention retention_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSIONS_STORED_SESSIONS_H_
