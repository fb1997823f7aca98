#ifndef GATEWAY_SESSION_SESSION_DATABASE_H_
#define GATEWAY_SESSION_SESSION_DATABASE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/session/session_limits.h"
#include "gateway/session/sqlite_connection.h"
#include "gateway/session/sqlite_responses.h"
#include "gateway/session/sqlite_retention.h"
#include "gateway/session/sqlite_sessions.h"

namespace hermes::gateway {

// How the process that used the database before has ended.
enum class PreviousEnd {
  kClean,        // it finished its work
  kUnclean,      // in any other way: its turns were interrupted
  kThisProcess,  // it was this process, and turns in progress are its own
};

// Returns true if a database of `bytes` must be checked as a whole before it is
// used. `suspect` is true if it is known to have a damaged page. Pure.
bool NeedsFullCheck(PreviousEnd previous, bool suspect, int64_t bytes);

// The database gateway.db of one home. Its calls block. Not thread-safe. Only
// the process that holds the home's lock may open it. Errors:
// SqliteConnection's.
class SessionDatabase {
 public:
  // Opens the database, or creates it if it does not exist; updates its tables;
  // recovers the turns that `previous` left in progress. Moves a damaged
  // database aside, with a warning in the log, and creates a new one.
  // FailedPrecondition if a newer Hermes has written the database, or if
  // gateway.db is not a regular file.
  static absl::StatusOr<std::unique_ptr<SessionDatabase>> Open(
      int home_fd, const SessionLimits& limits, PreviousEnd previous,
      bool suspect);
  SessionDatabase(const SessionDatabase&) = delete;
  SessionDatabase& operator=(const SessionDatabase&) = delete;
  // Moves the committed changes from the -wal into the database file, unless a
  // reader prevents that.
  ~SessionDatabase();

  SqliteSessions& sessions() { return sessions_; }
  SqliteResponses& responses() { return responses_; }
  SqliteConnection& connection() { return *connection_; }

  // Begin a transaction, and within it parts that can fail independently. An
  // error of the disk may end the transaction.
  absl::Status Begin() { return connection_->Execute("BEGIN IMMEDIATE"); }
  absl::Status BeginPart() { return connection_->Execute("SAVEPOINT part"); }
  absl::Status EndPart(bool keep);
  // Returns OK once the transaction is on the disk. After an error none of its
  // changes exist.
  absl::Status Commit();
  void Rollback();
  bool in_transaction() const { return connection_->in_transaction(); }

  // Writes a value, to check that the database is writable. Requires: a
  // transaction has begun.
  absl::Status Check();

  // The result of one step of Upkeep().
  struct UpkeepStep {
    PruneCounts pruned;
    int64_t pages_released = 0;
    bool did_work() const { return pruned.more || pages_released > 0; }
  };
  // Removes some of what the retention limits do not keep, or, if nothing is
  // left to remove, returns some free pages to the file system: at most 256
  // messages, 1 MiB and 256 pages, in its own transaction. Waits at most 100 ms
  // for another process's lock. If did_work() of the result is false, no work
  // is left.
  absl::StatusOr<UpkeepStep> Upkeep();
  // Moves the committed changes into the database file, unless a reader
  // prevents that. Only then does the file become shorter.
  absl::Status Checkpoint();

  // Returns false once the file has been renamed or removed: later writes would
  // be lost.
  bool InPlace() const { return !connection_->FileMoved(); }

 private:
  SessionDatabase(std::unique_ptr<SqliteConnection> connection,
                  const SessionLimits& limits);
  static absl::StatusOr<std::unique_ptr<SessionDatabase>> OpenOnce(
      int home_fd, const SessionLimits& limits, PreviousEnd previous,
      bool suspect);
  absl::Status SetUp(PreviousEnd previous, bool suspect);
  absl::Status CheckIntegrity(PreviousEnd previous, bool suspect);
  absl::Status Recover(bool clean_end);
  absl::Status EnableVacuum();
  absl::StatusOr<UpkeepStep> UpkeepInTransaction();

  std::unique_ptr<SqliteConnection> connection_;
  SessionLimits limits_;
  SqliteSessions sessions_;
  SqliteResponses responses_;
  SqliteRetention retention_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SESSION_DATABASE_H_
