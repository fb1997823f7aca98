#include "gateway/sessions/stored_sessions.h"

#include <chrono>
#include <cstddef>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/session/database_file.h"
#include "gateway/session/session_schema.h"

namespace hermes::gateway {
namespace {

constexpr char kName[] = "gateway.db";
constexpr int kPatienceMs = 5000;
// Lets the gateway's transactions run in between.
constexpr std::chrono::milliseconds kPause{5};

constexpr char kSettings[] =
    "PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA synchronous = FULL;";

absl::Status CheckVersion(SqliteConnection& connection) {
  const absl::StatusOr<int64_t> version =
      SqliteNumber(connection, "PRAGMA user_version");
  if (!version.ok()) return version.status();
  if (*version == 0) return absl::NotFoundError("gateway.db is empty");
  if (*version <= static_cast<int64_t>(SessionMigrations().size())) {
    return absl::OkStatus();
  }
  return absl::FailedPreconditionError(
      absl::StrCat("gateway.db was written by a newer version of Hermes "
                   "(schema ",
                   *version, "): use that version"));
}

}  // namespace

absl::StatusOr<std::unique_ptr<StoredSessions>> StoredSessions::Open(
    int home_fd) {
  const absl::StatusOr<std::string> path = FindDatabaseFile(home_fd, kName);
  if (!path.ok()) return path.status();
  absl::StatusOr<std::unique_ptr<SqliteConnection>> connection =
      SqliteConnection::Open(*path, kPatienceMs);
  if (!connection.ok()) return connection.status();
  absl::Status ready = (*connection)->Execute(kSettings);
  if (ready.ok()) ready = CheckVersion(**connection);
  if (!ready.ok()) return ready;
  return std::unique_ptr<StoredSessions>(
      new StoredSessions(*std::move(connection)));
}

absl::StatusOr<std::vector<SessionListing>> StoredSessions::List(int64_t most) {
  SqliteQuery query = connection_->Query(
      "SELECT id, source, started_at, updated_at,"
      " (SELECT count(*) FROM messages WHERE session_id = sessions.id),"
      " (SELECT coalesce(sum(byte_count), 0) FROM messages WHERE session_id ="
      " sessions.id),"
      " EXISTS (SELECT 1 FROM active_turns WHERE session_id = sessions.id)"
      " FROM sessions ORDER BY updated_at DESC, id LIMIT ?");
  query.Bind(most);
  std::vector<SessionListing> sessions;
  for (;;) {
    const absl::StatusOr<bool> row = query.Step();
    if (!row.ok()) return row.status();
    if (!*row) return sessions;
    SessionListing& session = sessions.emplace_back();
    session.id = query.Text(0);
    session.platform = query.Text(1);
    session.created_at = static_cast<int64_t>(query.Real(2));
    session.updated_at = static_cast<int64_t>(query.Real(3));
    session.messages = query.Integer(4);
    session.bytes = query.Integer(5);
    session.turn_active = query.Integer(6) != 0;
  }
}

template <typename Step>
absl::StatusOr<PruneCounts> StoredSessions::Repeat(Step step) {
  PruneCounts sum;
  for (;;) {
    absl::Status status = connection_->Execute("BEGIN IMMEDIATE");
    if (!status.ok()) return status;
    const absl::StatusOr<PruneCounts> counts = step();
    status = counts.ok() ? connection_->Execute("COMMIT") : counts.status();
    if (!status.ok()) {
      if (connection_->in_transaction()) {
        const absl::Status ignored = connection_->Execute("ROLLBACK");
      }
      return status;
    }
    sum.sessions += counts->sessions;
    sum.responses += counts->responses;
    sum.messages += counts->messages;
    if (!counts->more) return sum;
    std::this_thread::sleep_for(kPause);
  }
}

absl::StatusOr<PruneCounts> StoredSessions::Delete(const std::string& id) {
  double last_used = 0;
  return Repeat([&]() -> absl::StatusOr<PruneCounts> {
    // Messages that arrived after the first step are not part of the request.
    absl::StatusOr<PruneCounts> counts =
        retention_.Delete(id, last_used, SqliteRetention::Budget());
    if (!counts.ok() || !counts->more || last_used > 0) return counts;
    SqliteQuery query =
        connection_->Query("SELECT updated_at FROM sessions WHERE id = ?");
    const absl::StatusOr<bool> row = query.Bind(id).Step();
    if (!row.ok()) return row.status();
    last_used = query.Real(0);
    return counts;
  });
}

absl::Status StoredSessions::CheckDeletable(const std::string& id) {
  return retention_.CheckDeletable(id, 0);
}

absl::StatusOr<std::vector<ExpiredItem>> StoredSessions::Expired(
    const RetentionLimits& limits) {
  const absl::StatusOr<RetentionTotals> totals = retention_.Totals();
  if (!totals.ok()) return totals.status();
  const absl::StatusOr<std::vector<RetainedItem>> items = retention_.Items();
  if (!items.ok()) return items.status();
  return ChooseExpired(limits, *totals, *items);
}

absl::StatusOr<PruneCounts> StoredSessions::Prune(
    const RetentionLimits& limits) {
  return Repeat(
      [&] { return retention_.Prune(limits, SqliteRetention::Budget()); });
}

absl::StatusOr<bool> StoredSessions::NeedsRebuild() {
  const absl::StatusOr<int64_t> mode =
      SqliteNumber(*connection_, "PRAGMA auto_vacuum");
  if (!mode.ok()) return mode.status();
  return *mode == 0;
}

absl::Status StoredSessions::ReleasePages() {
  const absl::StatusOr<bool> needs_rebuild = NeedsRebuild();
  if (!needs_rebuild.ok()) return needs_rebuild.status();
  if (*needs_rebuild) {
    return absl::FailedPreconditionError(
        "gateway.db was created by a version that could not release pages");
  }
  // Also ends if the gateway frees pages as fast as this loop returns them.
  int64_t left = INT64_MAX;
  for (;;) {
    const absl::StatusOr<int64_t> free =
        SqliteNumber(*connection_, "PRAGMA freelist_count");
    if (!free.ok()) return free.status();
    if (*free == 0 || *free >= left) break;
    left = *free;
    absl::Status released =
        connection_->Execute("PRAGMA incremental_vacuum(256)");
    if (!released.ok()) return released;
    std::this_thread::sleep_for(kPause);
  }
  return connection_->Execute("PRAGMA wal_checkpoint(PASSIVE)");
}

absl::Status StoredSessions::Rebuild() {
  return connection_->Execute(
      "PRAGMA auto_vacuum = INCREMENTAL; VACUUM;"
      "PRAGMA wal_checkpoint(TRUNCATE)");
}

}  // namespace hermes::gateway
