#include "gateway/session/sqlite_sessions.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "gateway/session/epoch_time.h"
#include "gateway/session/session_id.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway {
namespace {

// Limits how many sessions one statement deletes: a longer delete would delay
// all turns.
constexpr int64_t kMostDroppedAtOnce = 64;
constexpr int kMostIdsTried = 8;

std::chrono::sys_seconds Now() {
  return std::chrono::floor<std::chrono::seconds>(
      std::chrono::system_clock::now());
}

absl::Status CheckName(const SessionName& session) {
  if (session.key.empty() != session.id.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "a session must be named by either a key or an id");
}

}  // namespace

absl::StatusOr<std::optional<std::string>> SqliteSessions::RouteOf(
    const std::string& key) {
  SqliteQuery query = connection_.Query(
      "SELECT session_id FROM gateway_routing WHERE session_key = ?");
  const absl::StatusOr<bool> found = query.Bind(key).Step();
  if (!found.ok()) return found.status();
  if (!*found) return std::nullopt;
  return query.Text(0);
}

absl::Status SqliteSessions::SetRoute(const std::string& key,
                                      const std::string& id,
                                      const std::string& platform) {
  const double now = EpochNow();
  return connection_
      .Query(
          "INSERT INTO gateway_routing"
          " (session_key, session_id, platform, created_at, updated_at)"
          " VALUES (?, ?, ?, ?, ?) ON CONFLICT(session_key) DO UPDATE SET"
          " session_id = excluded.session_id, platform = excluded.platform,"
          " updated_at = excluded.updated_at")
      .Bind(key)
      .Bind(id)
      .Bind(platform)
      .Bind(now)
      .Bind(now)
      .Run();
}

absl::StatusOr<std::optional<SqliteSessions::Row>> SqliteSessions::RowOf(
    const std::string& id) {
  SqliteQuery query = connection_.Query(
      "SELECT context, resume_pending, system_prompt IS NOT NULL,"
      " system_prompt FROM sessions WHERE id = ?");
  const absl::StatusOr<bool> found = query.Bind(id).Step();
  if (!found.ok()) return found.status();
  if (!*found) return std::nullopt;
  Row row;
  row.id = id;
  row.context = query.Integer(0);
  row.resume_pending = query.Integer(1) != 0;
  if (query.Integer(2) != 0) row.system_prompt = query.Text(3);
  return row;
}

absl::StatusOr<SqliteSessions::Row> SqliteSessions::Insert(
    const std::string& id, const std::string& platform) {
  const double now = EpochNow();
  const absl::Status inserted =
      connection_
          .Query(
              "INSERT INTO sessions (id, source, started_at, updated_at)"
              " VALUES (?, ?, ?, ?)")
          .Bind(id)
          .Bind(platform)
          .Bind(now)
          .Bind(now)
          .Run();
  if (!inserted.ok()) return inserted;
  Row row;
  row.id = id;
  row.is_new = true;
  return row;
}

absl::StatusOr<SqliteSessions::Row> SqliteSessions::InsertUnderNewId(
    const std::string& platform) {
  for (int tries = 0; tries < kMostIdsTried; ++tries) {
    const absl::StatusOr<std::string> id = NewSessionId(Now());
    if (!id.ok()) return id.status();
    const absl::StatusOr<std::optional<Row>> taken = RowOf(*id);
    if (!taken.ok()) return taken.status();
    if (!taken->has_value()) return Insert(*id, platform);
  }
  return absl::InternalError("found no unused session id");
}

absl::StatusOr<SqliteSessions::Row> SqliteSessions::FindOrInsert(
    const SessionName& session, const std::string& platform) {
  std::optional<std::string> id = session.id;
  if (session.id.empty()) {
    absl::StatusOr<std::optional<std::string>> route = RouteOf(session.key);
    if (!route.ok()) return route.status();
    id = *std::move(route);
  }
  if (id.has_value()) {
    absl::StatusOr<std::optional<Row>> row = RowOf(*id);
    if (!row.ok()) return row.status();
    if (row->has_value()) return **std::move(row);
    return Insert(*id, platform);
  }
  absl::StatusOr<Row> row = InsertUnderNewId(platform);
  if (!row.ok()) return row.status();
  const absl::Status routed = SetRoute(session.key, row->id, platform);
  if (!routed.ok()) return routed;
  return row;
}

absl::Status SqliteSessions::SetSystemPrompt(Row& row,
                                             const std::string& prompt) {
  row.system_prompt = prompt;
  return connection_.Query("UPDATE sessions SET system_prompt = ? WHERE id = ?")
      .Bind(prompt)
      .Bind(row.id)
      .Run();
}

absl::Status SqliteSessions::BeginTurn(const Row& row,
                                       const std::string& token) {
  const double now = EpochNow();
  absl::Status begun =
      connection_
          .Query(
              "INSERT INTO active_turns (active_turn_token, session_id,"
              " context, active_turn_started_at) VALUES (?, ?, ?, ?)")
          .Bind(token)
          .Bind(row.id)
          .Bind(row.context)
          .Bind(now)
          .Run();
  if (!begun.ok()) return begun;
  return connection_
      .Query(
          "UPDATE sessions SET updated_at = ?, resume_pending = 0,"
          " last_use = CASE WHEN ? THEN (SELECT coalesce(max(last_use), 0)"
          " + 1 FROM sessions WHERE last_use IS NOT NULL) END WHERE id = ?")
      .Bind(now)
      .Bind(int64_t{IsDerivedSessionId(row.id)})
      .Bind(row.id)
      .Run();
}

absl::Status SqliteSessions::DropOldDerived() {
  SqliteQuery count = connection_.Query(
      "SELECT count(*) FROM sessions WHERE last_use IS NOT NULL");
  const absl::StatusOr<bool> counted = count.Step();
  if (!counted.ok()) return counted.status();
  const int64_t surplus = count.Integer(0) - limits_.derived_sessions;
  if (surplus <= 0) return absl::OkStatus();
  return connection_
      .Query(
          "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions AS s"
          " WHERE last_use IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
          " active_turns AS t WHERE t.session_id = s.id)"
          " ORDER BY last_use LIMIT ?)")
      .Bind(std::min(surplus, kMostDroppedAtOnce))
      .Run();
}

absl::StatusOr<OpenedTurn> SqliteSessions::OpenTurn(
    const TurnOpening& opening) {
  const absl::Status named = CheckName(opening.session);
  if (!named.ok()) return named;
  absl::StatusOr<Row> row = FindOrInsert(opening.session, opening.platform);
  if (!row.ok()) return row.status();
  const SessionContext where = {row->id, row->context};
  if (row->is_new) {
    for (const ChatMessage& message : opening.earlier) {
      const auto appended = messages_.Append(where, message, "");
      if (!appended.ok()) return appended.status();
    }
  }
  if (!row->system_prompt.has_value()) {
    const absl::Status set = SetSystemPrompt(*row, opening.system_prompt);
    if (!set.ok()) return set;
  }
  const absl::StatusOr<int64_t> input =
      messages_.AppendInput(where, opening.input);
  if (!input.ok()) return input.status();
  OpenedTurn turn;
  if (opening.wants_history) {
    absl::StatusOr<std::vector<ChatMessage>> history =
        messages_.History(where, *input, limits_.history);
    if (!history.ok()) return history.status();
    turn.history = *std::move(history);
  }
  absl::StatusOr<std::string> token = NewTurnToken();
  if (!token.ok()) return token.status();
  absl::Status status = BeginTurn(*row, *token);
  if (status.ok() && row->is_new && IsDerivedSessionId(row->id)) {
    status = DropOldDerived();
  }
  if (!status.ok()) return status;
  turn.session_id = row->id;
  turn.turn_token = *std::move(token);
  turn.system_prompt = *row->system_prompt;
  turn.resumed = row->resume_pending;
  return turn;
}

absl::Status SqliteSessions::EndTurn(const TurnClosing& closing,
                                     int64_t context) {
  const Usage usage = closing.usage.value_or(Usage());
  // The mark of MarkResumePending() is removed when the last turn in progress
  // has ended. A turn of a context before a /new is not resumed.
  return connection_
      .Query(
          "UPDATE sessions SET updated_at = ?1,"
          " input_tokens = input_tokens + ?2,"
          " output_tokens = output_tokens + ?3,"
          " resume_pending = CASE"
          "  WHEN context <> ?4 THEN resume_pending"
          "  WHEN ?5 THEN 1"
          "  WHEN EXISTS (SELECT 1 FROM active_turns WHERE session_id = ?6)"
          "  THEN resume_pending ELSE 0 END"
          " WHERE id = ?6")
      .Bind(EpochNow())
      .Bind(usage.prompt_tokens)
      .Bind(usage.completion_tokens)
      .Bind(context)
      .Bind(int64_t{closing.resume_pending})
      .Bind(closing.session_id)
      .Run();
}

absl::Status SqliteSessions::CloseTurn(const TurnClosing& closing) {
  int64_t context = 0;
  {
    SqliteQuery turn = connection_.Query(
        "DELETE FROM active_turns WHERE active_turn_token = ? AND"
        " session_id = ? RETURNING context");
    const absl::StatusOr<bool> found =
        turn.Bind(closing.turn_token).Bind(closing.session_id).Step();
    if (!found.ok()) return found.status();
    if (!*found) return absl::NotFoundError("no such turn is in progress");
    context = turn.Integer(0);
    absl::Status done = turn.Run();
    if (!done.ok()) return done;
  }
  if (!closing.reply.empty()) {
    // Belongs to the context in which the turn started, even after a /new.
    const auto appended = messages_.Append(
        {closing.session_id, context},
        TextMessage(Role::kAssistant, closing.reply), closing.finish_reason);
    if (!appended.ok()) return appended.status();
  }
  return EndTurn(closing, context);
}

absl::StatusOr<std::string> SqliteSessions::ResetSession(
    const SessionName& session, const std::string& platform) {
  const absl::Status named = CheckName(session);
  if (!named.ok()) return named;
  if (session.id.empty()) {
    const absl::StatusOr<Row> row = InsertUnderNewId(platform);
    if (!row.ok()) return row.status();
    const absl::Status routed = SetRoute(session.key, row->id, platform);
    if (!routed.ok()) return routed;
    return row->id;
  }
  const absl::Status reset =
      connection_
          .Query(
              "UPDATE sessions SET context = context + 1,"
              " context_message_count = 0, system_prompt = NULL,"
              " resume_pending = 0, updated_at = ? WHERE id = ?")
          .Bind(EpochNow())
          .Bind(session.id)
          .Run();
  if (!reset.ok()) return reset;
  return session.id;
}

absl::StatusOr<std::optional<SessionInfo>> SqliteSessions::Find(
    const SessionName& session) {
  const absl::Status named = CheckName(session);
  if (!named.ok()) return named;
  std::optional<std::string> id = session.id;
  if (session.id.empty()) {
    absl::StatusOr<std::optional<std::string>> route = RouteOf(session.key);
    if (!route.ok()) return route.status();
    id = *std::move(route);
  }
  if (!id.has_value()) return std::nullopt;
  SqliteQuery query = connection_.Query(
      "SELECT (SELECT session_key FROM gateway_routing WHERE session_id ="
      " sessions.id), source, started_at, updated_at, context_message_count,"
      " input_tokens, output_tokens, EXISTS (SELECT 1 FROM active_turns WHERE"
      " session_id = sessions.id), resume_pending FROM sessions WHERE id = ?");
  const absl::StatusOr<bool> found = query.Bind(*id).Step();
  if (!found.ok()) return found.status();
  if (!*found) return std::nullopt;
  SessionInfo info;
  info.session_id = *id;
  info.session_key = query.Text(0);
  info.platform = query.Text(1);
  info.created_at = static_cast<int64_t>(query.Real(2));
  info.updated_at = static_cast<int64_t>(query.Real(3));
  info.messages = query.Integer(4);
  info.prompt_tokens = query.Integer(5);
  info.completion_tokens = query.Integer(6);
  info.turn_active = query.Integer(7) != 0;
  info.resume_pending = query.Integer(8) != 0;
  return info;
}

}  // namespace hermes::gateway
