#include "gateway/session/sqlite_messages.h"

#include <utility>

#include "gateway/session/epoch_time.h"
#include "gateway/session/history_window.h"
#include "gateway/session/stored_content.h"

namespace hermes::gateway {

absl::StatusOr<int64_t> SqliteMessages::Append(
    const SessionContext& where, const ChatMessage& message,
    const std::string& finish_reason) {
  const MessageSize size = SizeOf(message);
  const StoredContent stored = PackContent(message.parts);
  SqliteQuery query = connection_.Query(
      "INSERT INTO messages (session_id, context, role, timestamp,"
      " token_count, byte_count, finish_reason, content_is_json, content)"
      " VALUES (?, ?, ?, ?, ?, ?, nullif(?, ''), ?, ?) RETURNING id");
  query.Bind(where.session_id)
      .Bind(where.context)
      .Bind(RoleName(message.role))
      .Bind(EpochNow())
      .Bind(size.tokens)
      .Bind(size.bytes)
      .Bind(finish_reason)
      .Bind(int64_t{stored.is_json})
      .Bind(stored.content);
  const absl::StatusOr<bool> row = query.Step();
  if (!row.ok()) return row.status();
  const int64_t number = query.Integer(0);
  const absl::Status done = query.Run();
  if (!done.ok()) return done;
  const absl::Status counted =
      connection_
          .Query(
              "UPDATE sessions SET message_count = message_count + 1,"
              " context_message_count = context_message_count + (context ="
              " ?) WHERE id = ?")
          .Bind(where.context)
          .Bind(where.session_id)
          .Run();
  if (!counted.ok()) return counted;
  return number;
}

absl::StatusOr<std::optional<SqliteMessages::LastMessage>>
SqliteMessages::LastOf(const SessionContext& where) {
  SqliteQuery query = connection_.Query(
      "SELECT id, role, content_is_json, content FROM messages"
      " WHERE session_id = ? AND context = ? ORDER BY id DESC LIMIT 1");
  const absl::StatusOr<bool> found =
      query.Bind(where.session_id).Bind(where.context).Step();
  if (!found.ok()) return found.status();
  if (!*found) return std::nullopt;
  LastMessage last;
  last.number = query.Integer(0);
  last.role = query.Text(1);
  last.is_json = query.Integer(2) != 0;
  last.content = query.Text(3);
  return last;
}

absl::StatusOr<int64_t> SqliteMessages::AppendInput(const SessionContext& where,
                                                    const ChatMessage& input) {
  absl::StatusOr<std::optional<LastMessage>> last = LastOf(where);
  if (!last.ok()) return last.status();
  const StoredContent stored = PackContent(input.parts);
  const bool is_there =
      last->has_value() && (*last)->role == RoleName(Role::kUser) &&
      input.role == Role::kUser && (*last)->is_json == stored.is_json &&
      (*last)->content == stored.content;
  if (is_there) return (*last)->number;
  return Append(where, input, "");
}

absl::StatusOr<std::vector<ChatMessage>> SqliteMessages::History(
    const SessionContext& where, int64_t before, const HistoryLimits& limits) {
  // The index returns the newest message first. SQLite reads neither older
  // messages nor the content of one that does not fit.
  SqliteQuery query = connection_.Query(
      "SELECT role, token_count, byte_count, content_is_json, content"
      " FROM messages WHERE session_id = ? AND context = ? AND id < ?"
      " ORDER BY id DESC");
  query.Bind(where.session_id).Bind(where.context).Bind(before);
  HistoryWindow window(limits);
  for (;;) {
    const absl::StatusOr<bool> more = query.Step();
    if (!more.ok()) return more.status();
    if (!*more || !window.Admit({query.Integer(1), query.Integer(2)})) {
      return window.Take();
    }
    const absl::StatusOr<Role> role = RoleOf(query.Text(0));
    if (!role.ok()) return role.status();
    absl::StatusOr<std::vector<ContentPart>> parts =
        UnpackContent({query.Integer(3) != 0, query.Text(4)});
    if (!parts.ok()) return parts.status();
    window.Add({*role, *std::move(parts)});
  }
}

}  // namespace hermes::gateway
