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

// One conversation within a session: each /new begins another.
struct SessionContext {
  std::string session_id;
  int64_t context = 0;
};

// What was said in the sessions of a database. Each call belongs into a
// transaction of its caller's. Errors: the connection's; Internal for a row
// that makes no sense.
class SqliteMessages {
 public:
  // `connection` has the tables of SessionMigrations and must outlive this.
  explicit SqliteMessages(SqliteConnection& connection)
      : connection_(connection) {}

  // Adds the message at the end of `where` and counts it in its session, which
  // must be there. `finish_reason` "": none. Returns the message's number.
  absl::StatusOr<int64_t> Append(const SessionContext& where,
                                 const ChatMessage& message,
                                 const std::string& finish_reason);

  // As Append, unless `input` is the last message already, as asked by a user
  // and not answered. Returns the number of that message then.
  absl::StatusOr<int64_t> AppendInput(const SessionContext& where,
                                      const ChatMessage& input);

  // The newest messages before the one of that number that fit the limits
  // (HistoryWindow), oldest first. Reads no more of the conversation.
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
