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
  int64_t messages = 0;  // all stored messages
  int64_t bytes = 0;     // total size of their contents
  bool turn_active = false;
};

// gateway.db of a home, opened by a process other than its gateway, which may
// be running: every change is a short transaction, with a pause before the
// next. Waits up to 5 s for a lock. Does not settle interrupted turns or
// migrate tables.
//
// Errors: SqliteConnection's, and those documented here.
class StoredSessions {
 public:
  // Errors: NotFound if the home has no database, or an empty one.
  // FailedPrecondition if the database has a newer version, or is not a regular
  // file.
  static absl::StatusOr<std::unique_ptr<StoredSessions>> Open(int home_fd);

  // Returns the `most` most recently used sessions, newest first.
  absl::StatusOr<std::vector<SessionListing>> List(int64_t most);

  // Removes a session and the responses that were created in it. Errors:
  // NotFound if it does not exist; Unavailable if a turn of it is in
  // progress; Aborted if it was used again after the removal had begun.
  absl::StatusOr<PruneCounts> Delete(const std::string& id);

  // Returns OK if Delete() would remove the session, otherwise Delete()'s
  // error.
  absl::Status CheckDeletable(const std::string& id);

  // Returns what `limits` would remove, oldest first; for the byte limit this
  // is an estimate.
  absl::StatusOr<std::vector<ExpiredItem>> Expired(
      const RetentionLimits& limits);
  absl::StatusOr<PruneCounts> Prune(const RetentionLimits& limits);

  // Returns all free pages to the file system, in small steps.
  // FailedPrecondition if the database was created without auto_vacuum.
  absl::Status ReleasePages();
  // Rebuilds the database, which enables ReleasePages(). The caller must hold
  // the gateway's lock, because no other process may use the database
  // meanwhile.
  absl::Status Rebuild();
  // Returns whether the database was created without auto_vacuum.
  absl::StatusOr<bool> NeedsRebuild();

 private:
  explicit StoredSessions(std::unique_ptr<SqliteConnection> connection)
      : connection_(std::move(connection)), retention_(*connection_) {}

  // Calls `step` in transactions until it removes nothing more; returns the sum
  // of the counts.
  template <typename Step>
  absl::StatusOr<PruneCounts> Repeat(Step step);

  std::unique_ptr<SqliteConnection> connection_;
  SqliteRetention retention_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSIONS_STORED_SESSIONS_H_
