#ifndef GATEWAY_SESSION_SESSION_SCHEMA_H_
#define GATEWAY_SESSION_SESSION_SCHEMA_H_

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "gateway/session/sqlite_connection.h"

namespace hermes::gateway {

// gateway.db's tables, step by step: the first step makes them from nothing,
// each further one turns version n into n + 1. What has been released never
// changes.
absl::Span<const char* const> SessionMigrations();

// Does, in one transaction, the steps that the database does not have yet; its
// user_version counts them.
// Errors: FailedPrecondition, saying so, for a database with more steps than
// these; otherwise the connection's, with nothing changed.
absl::Status Migrate(SqliteConnection& connection,
                     absl::Span<const char* const> migrations);

// Adds the indexes that later versions of the gateway have brought and that
// earlier ones ignore; those that are there already cost nothing. Requires:
// Migrate() has succeeded. Errors: the connection's; without the indexes all
// queries return the same, only slower.
absl::Status AddIndexes(SqliteConnection& connection);

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SESSION_SCHEMA_H_
