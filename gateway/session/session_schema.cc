#include "gateway/session/session_schema.h"

#include <cstddef>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

// Times are seconds since 1970, with a fraction. Small columns come first,
// because SQLite must read all pages of a long column to reach the columns
// after it.
constexpr char kFirst[] = R"sql(
CREATE TABLE sessions (
  id TEXT PRIMARY KEY NOT NULL,
  source TEXT NOT NULL,                       -- the platform
  started_at REAL NOT NULL,
  updated_at REAL NOT NULL,
  message_count INTEGER NOT NULL DEFAULT 0,   -- in all contexts
  context INTEGER NOT NULL DEFAULT 0,         -- incremented by each /new
  context_message_count INTEGER NOT NULL DEFAULT 0,
  input_tokens INTEGER NOT NULL DEFAULT 0,
  output_tokens INTEGER NOT NULL DEFAULT 0,
  resume_pending INTEGER NOT NULL DEFAULT 0,
  last_use INTEGER,                           -- set if derived: order of use
  system_prompt TEXT                          -- NULL: the next turn sets it
);
CREATE INDEX sessions_by_last_use ON sessions(last_use)
  WHERE last_use IS NOT NULL;

CREATE TABLE gateway_routing (
  session_key TEXT PRIMARY KEY NOT NULL,
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  platform TEXT NOT NULL,
  created_at REAL NOT NULL,
  updated_at REAL NOT NULL
);
CREATE INDEX gateway_routing_by_session ON gateway_routing(session_id);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  context INTEGER NOT NULL,
  role TEXT NOT NULL,
  timestamp REAL NOT NULL,
  token_count INTEGER NOT NULL,               -- estimated
  byte_count INTEGER NOT NULL,
  finish_reason TEXT,
  content_is_json INTEGER NOT NULL,           -- 1: JSON of parts, 0: a text
  content TEXT NOT NULL
);
CREATE INDEX messages_by_session ON messages(session_id, context, id);

CREATE TABLE active_turns (
  active_turn_token TEXT PRIMARY KEY NOT NULL,
  session_id TEXT NOT NULL REFERENCES sessions(id) ON DELETE CASCADE,
  context INTEGER NOT NULL,
  active_turn_started_at REAL NOT NULL
) WITHOUT ROWID;
CREATE INDEX active_turns_by_session ON active_turns(session_id);

CREATE TABLE responses (
  response_id TEXT PRIMARY KEY NOT NULL,
  accessed_at REAL NOT NULL,
  session_id TEXT NOT NULL,
  conversation TEXT NOT NULL,                 -- the name of its conversation
  system_prompt TEXT NOT NULL,
  data TEXT NOT NULL,
  messages TEXT NOT NULL
);
CREATE INDEX responses_by_access ON responses(accessed_at);

CREATE TABLE conversations (
  name TEXT PRIMARY KEY NOT NULL,             -- response_id: its newest one
  response_id TEXT NOT NULL REFERENCES responses(response_id) ON DELETE CASCADE
);
CREATE INDEX conversations_by_response ON conversations(response_id);

CREATE TABLE state_meta (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
);
)sql";

// Indexes that only make queries faster. Older versions of the gateway can use
// a database that has them, so a rollback is possible.
constexpr char kIndexes[] = R"sql(
CREATE INDEX IF NOT EXISTS sessions_by_update ON sessions(updated_at);
)sql";

constexpr const char* kMigrations[] = {kFirst};

absl::StatusOr<size_t> VersionOf(SqliteConnection& connection) {
  SqliteQuery query = connection.Query("PRAGMA user_version");
  const absl::StatusOr<bool> row = query.Step();
  if (!row.ok()) return row.status();
  const int64_t version = *row ? query.Integer(0) : 0;
  if (version < 0) return absl::DataLossError("gateway.db has no version");
  return static_cast<size_t>(version);
}

absl::Status RunFrom(SqliteConnection& connection, size_t version,
                     absl::Span<const char* const> migrations) {
  absl::Status status = connection.Execute("BEGIN IMMEDIATE");
  for (; status.ok() && version < migrations.size(); ++version) {
    status = connection.Execute(migrations[version]);
  }
  if (status.ok()) {
    status =
        connection.Execute(absl::StrCat("PRAGMA user_version = ", version));
  }
  if (status.ok()) status = connection.Execute("COMMIT");
  if (connection.in_transaction()) {
    const absl::Status ignored = connection.Execute("ROLLBACK");
  }
  return status;
}

}  // namespace

absl::Span<const char* const> SessionMigrations() { return kMigrations; }

absl::Status AddIndexes(SqliteConnection& connection) {
  return connection.Execute(kIndexes);
}

absl::Status Migrate(SqliteConnection& connection,
                     absl::Span<const char* const> migrations) {
  const absl::StatusOr<size_t> version = VersionOf(connection);
  if (!version.ok()) return version.status();
  if (*version > migrations.size()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "gateway.db was written by a newer version of Hermes (schema ",
        *version, ", this one knows ", migrations.size(),
        "): run that version, or move gateway.db out of the way"));
  }
  if (*version == migrations.size()) return absl::OkStatus();
  return RunFrom(connection, *version, migrations);
}

}  // namespace hermes::gateway
