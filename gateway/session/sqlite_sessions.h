#ifndef GATEWAY_SESSION_SQLITE_SESSIONS_H_
#define GATEWAY_SESSION_SQLITE_SESSIONS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/session/session_limits.h"
#include "gateway/session/sqlite_connection.h"
#include "gateway/session/sqlite_messages.h"
#include "gateway/turn/session_store.h"

namespace hermes::gateway {

// Implements the sessions of SessionStore with blocking calls. The caller must
// have begun a transaction, and rolls it back if a call fails. Errors: the
// connection's, and those documented here.
class SqliteSessions {
 public:
  // `connection` must have the tables of SessionMigrations() and outlive this.
  SqliteSessions(SqliteConnection& connection, const SessionLimits& limits)
      : connection_(connection), messages_(connection), limits_(limits) {}

  // InvalidArgument unless the session is named by exactly one of key and id.
  absl::StatusOr<OpenedTurn> OpenTurn(const TurnOpening& opening);
  // NotFound if no such turn is in progress; nothing is recorded then.
  absl::Status CloseTurn(const TurnClosing& closing);
  absl::StatusOr<std::string> ResetSession(const SessionName& session,
                                           const std::string& platform);
  absl::StatusOr<std::optional<SessionInfo>> Find(const SessionName& session);

 private:
  // The columns of a session's row that a turn needs.
  struct Row {
    std::string id;
    int64_t context = 0;
    bool resume_pending = false;
    std::optional<std::string> system_prompt;
    bool is_new = false;
  };

  absl::StatusOr<std::optional<std::string>> RouteOf(const std::string& key);
  absl::Status SetRoute(const std::string& key, const std::string& id,
                        const std::string& platform);
  absl::StatusOr<std::optional<Row>> RowOf(const std::string& id);
  absl::StatusOr<Row> Insert(const std::string& id,
                             const std::string& platform);
  absl::StatusOr<Row> InsertUnderNewId(const std::string& platform);
  absl::StatusOr<Row> FindOrInsert(const SessionName& session,
                                   const std::string& platform);

  absl::Status SetSystemPrompt(Row& row, const std::string& prompt);
  absl::Status BeginTurn(const Row& row, const std::string& token);
  absl::Status EndTurn(const TurnClosing& closing, int64_t context);
  absl::Status DropOldDerived();

  SqliteConnection& connection_;
  SqliteMessages messages_;
  SessionLimits limits_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SQLITE_SESSIONS_H_
