#ifndef GATEWAY_SESSION_SQLITE_MESSAGES_H_
#define GATEWAY_SESSION_SQLITE_MESSAGES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/config/model_settings.h"
#include "gateway/session/sqlite_connection.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway {

// One conversation within a session. Each /new starts another one.
struct SessionContext {
  std::string session_id;
  int64_t context = 0;
};

// The messages of the sessions in a database. The caller must have begun a
// transaction. Errors: the connection's; Internal for a row that cannot be
// parsed.
class SqliteMessages {
 public:
  // `connection` must have the tables of SessionMigrations() and outlive this.
  explicit SqliteMessages(SqliteConnection& connection)
      : connection_(connection) {}

  // Appends the message to `where` and counts it in its session, which must
  // exist. `finish_reason` is "" if there is none. Returns the message's
  // number.
  absl::StatusOr<int64_t> Append(const SessionContext& where,
                                 const ChatMessage& message,
                                 const std::string& finish_reason);

  // Like Append(), but if the last message is an unanswered message of the user
  // that equals `input`, returns that message's number instead.
  absl::StatusOr<int64_t> AppendInput(const SessionContext& where,
                                      const ChatMessage& input);

  // Returns the newest messages before message number `before` that fit the
  // limits (HistoryWindow), oldest first. Does not read older messages.
  absl::StatusOr<std::vector<ChatMessage>> History(const SessionContext& where,
                                                   int64_t before,
                                                   const HistoryLimits& limits);

 private:
  struct LastMessage {
    int64_t number = 0;
    std::string role;
    bool is_json = false;
    std::string content;
  };
  absl::StatusOr<std::optional<LastMessage>> LastOf(
      const SessionContext& where);

  SqliteConnection& connection_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SQLITE_MESSAGES_H_
