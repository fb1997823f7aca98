#include "gateway/session/turn_recovery.h"

#include "gateway/session/epoch_time.h"

namespace hermes::gateway {

absl::Status MarkResumePending(SqliteConnection& connection) {
  return connection
      .Query(
          "UPDATE sessions SET resume_pending = 1 WHERE id IN (SELECT"
          " session_id FROM active_turns AS t WHERE t.context ="
          " sessions.context)")
      .Run();
}

absl::StatusOr<int64_t> RecoverTurns(SqliteConnection& connection,
                                     std::chrono::seconds within,
                                     bool clean_end) {
  int64_t resumed = 0;
  if (!clean_end) {
    const double oldest = EpochNow() - static_cast<double>(within.count());
    const absl::Status marked =
        connection
            .Query(
                "UPDATE sessions SET resume_pending = EXISTS (SELECT 1 FROM"
                " active_turns AS t WHERE t.session_id = sessions.id AND"
                " t.context = sessions.context AND"
                " t.active_turn_started_at >= ?) WHERE id IN (SELECT"
                " session_id FROM active_turns)")
            .Bind(oldest)
            .Run();
    if (!marked.ok()) return marked;
    SqliteQuery count = connection.Query(
        "SELECT count(DISTINCT session_id) FROM active_turns AS t JOIN"
        " sessions AS s ON s.id = t.session_id WHERE s.resume_pending");
    const absl::StatusOr<bool> counted = count.Step();
    if (!counted.ok()) return counted.status();
    resumed = count.Integer(0);
  }
  const absl::Status dropped =
      connection.Query("DELETE FROM active_turns").Run();
  if (!dropped.ok()) return dropped;
  return resumed;
}

}  // namespace hermes::gateway
