#ifndef GATEWAY_SESSION_SESSION_SCHEMA_H_
#define GATEWAY_SESSION_SESSION_SCHEMA_H_

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "gateway/session/sqlite_connection.h"

namespace hermes::gateway {

// Returns the SQL of the migrations of gateway.db: the first creates the
// tables, each later one upgrades version n to n + 1. A released migration
// never changes.
absl::Span<const char* const> SessionMigrations();

// Applies, in one transaction, the migrations that the database does not have
// yet; its user_version counts them.
// Errors: FailedPrecondition if the database has more migrations than these;
// otherwise the connection's, and the database is unchanged.
absl::Status Migrate(SqliteConnection& connection,
                     absl::Span<const char* const> migrations);

// Creates the indexes that later versions of the gateway have added and earlier
// ones ignore, if they do not exist. Requires: Migrate() has succeeded. Errors:
// the connection's; without the indexes all queries return the same results,
// only more slowly.
absl::Status AddIndexes(SqliteConnection& connection);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SESSION_SCHEMA_H_
