#include "gateway/session/sqlite_retention.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/session/epoch_time.h"

namespace hermes::gateway {
namespace {

using Kind = RetainedItem::Kind;

constexpr int64_t kIncremental = 2;  // a value of PRAGMA auto_vacuum

// Reads a row of kind, id, last use, bytes and turn active.
RetainedItem ItemOf(const SqliteQuery& query) {
  RetainedItem item;
  item.kind = query.Integer(0) == 0 ? Kind::kSession : Kind::kResponse;
  item.id = query.Text(1);
  item.last_used = query.Real(2);
  item.bytes = query.Integer(3);
  item.turn_active = query.Integer(4) != 0;
  return item;
}

absl::StatusOr<std::vector<RetainedItem>> ItemsOf(SqliteQuery& query) {
  std::vector<RetainedItem> items;
  for (;;) {
    const absl::StatusOr<bool> more = query.Step();
    if (!more.ok()) return more.status();
    if (!*more) return items;
    items.push_back(ItemOf(query));
  }
}

}  // namespace

absl::StatusOr<int64_t> SqliteNumber(SqliteConnection& connection,
                                     std::string_view sql) {
  SqliteQuery query = connection.Query(sql);
  const absl::StatusOr<bool> row = query.Step();
  if (!row.ok()) return row.status();
  return *row ? query.Integer(0) : 0;
}

absl::StatusOr<int64_t> SqliteRetention::UsedBytes() {
  return SqliteNumber(
      connection_,
      "SELECT (page_count - freelist_count) * page_size FROM"
      " pragma_page_count(), pragma_freelist_count(), pragma_page_size()");
}

absl::StatusOr<RetentionTotals> SqliteRetention::Totals() {
  const absl::StatusOr<int64_t> sessions =
      SqliteNumber(connection_, "SELECT count(*) FROM sessions");
  if (!sessions.ok()) return sessions.status();
  const absl::StatusOr<int64_t> bytes = UsedBytes();
  if (!bytes.ok()) return bytes.status();
  return RetentionTotals{EpochNow(), *sessions, *bytes};
}

absl::StatusOr<std::vector<RetainedItem>> SqliteRetention::Items() {
  SqliteQuery query = connection_.Query(
      "SELECT 0, id, updated_at AS used, 512 + coalesce(length(system_prompt),"
      " 0) + (SELECT coalesce(sum(byte_count + 64), 0) FROM messages WHERE"
      " session_id = sessions.id), EXISTS (SELECT 1 FROM active_turns WHERE"
      " session_id = sessions.id) FROM sessions"
      " UNION ALL"
      " SELECT 1, response_id, accessed_at, 512 + length(system_prompt) +"
      " length(data) + length(messages), 0 FROM responses"
      " ORDER BY used");
  return ItemsOf(query);
}

absl::StatusOr<std::vector<RetainedItem>> SqliteRetention::Oldest(
    int64_t most) {
  // Read as many more as have a turn in progress: they cannot be removed, and
  // must not take the places of those that can.
  const absl::StatusOr<int64_t> active =
      SqliteNumber(connection_, "SELECT count(*) FROM active_turns");
  if (!active.ok()) return active.status();
  SqliteQuery sessions = connection_.Query(
      "SELECT 0, id, updated_at, 0, EXISTS (SELECT 1 FROM active_turns WHERE"
      " session_id = sessions.id) FROM sessions ORDER BY updated_at LIMIT ?");
  sessions.Bind(most + *active);
  absl::StatusOr<std::vector<RetainedItem>> items = ItemsOf(sessions);
  if (!items.ok()) return items.status();
  SqliteQuery responses = connection_.Query(
      "SELECT 1, response_id, accessed_at, 0, 0 FROM responses"
      " ORDER BY accessed_at LIMIT ?");
  responses.Bind(most);
  absl::StatusOr<std::vector<RetainedItem>> others = ItemsOf(responses);
  if (!others.ok()) return others.status();
  items->insert(items->end(), others->begin(), others->end());
  std::stable_sort(items->begin(), items->end(),
                   [](const RetainedItem& a, const RetainedItem& b) {
                     return a.last_used < b.last_used;
                   });
  return items;
}

absl::StatusOr<PruneCounts> SqliteRetention::Prune(
    const RetentionLimits& limits, Budget budget) {
  PruneCounts counts;
  absl::StatusOr<RetentionTotals> totals = Totals();
  if (!totals.ok()) return totals.status();
  const absl::StatusOr<std::vector<RetainedItem>> items = Oldest(budget.items);
  if (!items.ok()) return items.status();
  for (const RetainedItem& item : *items) {
    if (ExpiryReason(limits, *totals, item).empty()) continue;
    // The next call continues with the remaining expired items.
    counts.more = true;
    if (budget.items-- <= 0 || budget.messages <= 0 || budget.bytes <= 0) break;
    if (item.kind == Kind::kSession) {
      const absl::StatusOr<bool> removed =
          RemoveSession(item.id, &budget, &counts);
      if (!removed.ok()) return removed.status();
      if (!*removed) break;
      --totals->sessions;
    } else {
      const absl::Status removed = RemoveResponse(item.id);
      if (!removed.ok()) return removed;
      ++counts.responses;
    }
    // Measure again: an estimate could lead to removing too much.
    const absl::StatusOr<int64_t> bytes = UsedBytes();
    if (!bytes.ok()) return bytes.status();
    totals->used_bytes = *bytes;
  }
  return counts;
}

absl::Status SqliteRetention::CheckDeletable(const std::string& id,
                                             double last_used) {
  SqliteQuery query = connection_.Query(
      "SELECT updated_at, EXISTS (SELECT 1 FROM active_turns WHERE"
      " session_id = sessions.id) FROM sessions WHERE id = ?");
  const absl::StatusOr<bool> found = query.Bind(id).Step();
  if (!found.ok()) return found.status();
  if (!*found) return absl::NotFoundError("there is no such session");
  if (query.Integer(1) != 0) {
    return absl::UnavailableError("it has a turn in progress");
  }
  if (last_used > 0 && query.Real(0) > last_used) {
    return absl::AbortedError("it was used again meanwhile");
  }
  return absl::OkStatus();
}

absl::StatusOr<PruneCounts> SqliteRetention::Delete(const std::string& id,
                                                    double last_used,
                                                    Budget budget) {
  const absl::Status deletable = CheckDeletable(id, last_used);
  if (!deletable.ok()) return deletable;
  PruneCounts counts;
  const absl::StatusOr<bool> removed = RemoveSession(id, &budget, &counts);
  if (!removed.ok()) return removed.status();
  counts.more = !*removed;
  if (counts.more) return counts;
  const absl::Status responses =
      connection_.Query("DELETE FROM responses WHERE session_id = ?")
          .Bind(id)
          .Run();
  if (!responses.ok()) return responses;
  counts.responses = connection_.changes();
  return counts;
}

absl::StatusOr<bool> SqliteRetention::RemoveSession(const std::string& id,
                                                    Budget* budget,
                                                    PruneCounts* counts) {
  std::vector<int64_t> numbers;
  bool all = false;
  {
    SqliteQuery query = connection_.Query(
        "SELECT id, byte_count FROM messages WHERE session_id = ?"
        " ORDER BY context, id");
    query.Bind(id);
    // Removes at least one message, however large, because the work would
    // otherwise never end.
    while (budget->messages > 0 && budget->bytes > 0) {
      const absl::StatusOr<bool> row = query.Step();
      if (!row.ok()) return row.status();
      all = !*row;
      if (all) break;
      numbers.push_back(query.Integer(0));
      --budget->messages;
      budget->bytes -= query.Integer(1);
    }
  }
  if (!all) {
    const absl::Status emptied = EmptyContext(id);
    if (!emptied.ok()) return emptied;
  }
  for (const int64_t number : numbers) {
    const absl::Status deleted =
        connection_.Query("DELETE FROM messages WHERE id = ?")
            .Bind(number)
            .Run();
    if (!deleted.ok()) return deleted;
  }
  counts->messages += static_cast<int64_t>(numbers.size());
  if (!all) return false;
  const absl::Status removed =
      connection_.Query("DELETE FROM sessions WHERE id = ?").Bind(id).Run();
  if (!removed.ok()) return removed;
  ++counts->sessions;
  return true;
}

absl::Status SqliteRetention::EmptyContext(const std::string& id) {
  return connection_
      .Query(
          "UPDATE sessions SET context = context + 1,"
          " context_message_count = 0, system_prompt = NULL,"
          " resume_pending = 0 WHERE id = ? AND EXISTS (SELECT 1 FROM messages"
          " WHERE session_id = sessions.id AND context = sessions.context)")
      .Bind(id)
      .Run();
}

absl::Status SqliteRetention::RemoveResponse(const std::string& id) {
  return connection_.Query("DELETE FROM responses WHERE response_id = ?")
      .Bind(id)
      .Run();
}

absl::StatusOr<int64_t> SqliteRetention::ReleasePages() {
  const absl::StatusOr<int64_t> mode =
      SqliteNumber(connection_, "PRAGMA auto_vacuum");
  if (!mode.ok()) return mode.status();
  if (*mode != kIncremental) return 0;
  const absl::StatusOr<int64_t> pages =
      SqliteNumber(connection_, "PRAGMA page_count");
  if (!pages.ok()) return pages.status();
  const absl::StatusOr<int64_t> free =
      SqliteNumber(connection_, "PRAGMA freelist_count");
  if (!free.ok()) return free.status();
  const int64_t released = PagesToRelease(*pages, *free);
  if (released == 0) return 0;
  const absl::Status status = connection_.Execute(
      absl::StrCat("PRAGMA incremental_vacuum(", released, ")"));
  if (!status.ok()) return status;
  return released;
}

}  // namespace hermes::gateway
