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

// How whoever had the database before has ended.
enum class PreviousEnd {
  kClean,        // having finished its work
  kUnclean,      // in any other way: its turns were cut off
  kThisProcess,  // not at all: turns under way are this process's own
};

// Whether a database of `bytes` is worth reading as a whole before it is used.
// `suspect`: it is known to have a damaged page. Pure.
bool NeedsThoroughLook(PreviousEnd previous, bool suspect, int64_t bytes);

// gateway.db of one home, for one thread at a time; blocks. Only who holds the
// home's lock may open it. Errors: SqliteConnection's.
class SessionDatabase {
 public:
  // Makes it where there is none, brings its tables up to date and deals with
  // the turns of `previous`. One that is damaged is moved aside, with a
  // warning in the log, and a new one made. FailedPrecondition for one of a
  // newer Hermes, and where something else than a file bears the name.
  static absl::StatusOr<std::unique_ptr<SessionDatabase>> Open(
      int home_fd, const SessionLimits& limits, PreviousEnd previous,
      bool suspect);
  SessionDatabase(const SessionDatabase&) = delete;
  SessionDatabase& operator=(const SessionDatabase&) = delete;
  // What is committed goes from the -wal into the database itself, unless a
  // reader keeps it from that.
  ~SessionDatabase();

  SqliteSessions& sessions() { return sessions_; }
  SqliteResponses& responses() { return responses_; }
  SqliteConnection& connection() { return *connection_; }

  // A transaction, and within it parts that fail one by one. After an error
  // of the disk there may be no transaction any more.
  absl::Status Begin() { return connection_->Execute("BEGIN IMMEDIATE"); }
  absl::Status BeginPart() { return connection_->Execute("SAVEPOINT part"); }
  absl::Status EndPart(bool keep);
  // OK: it is on the disk. Otherwise nothing of it is there.
  absl::Status Commit();
  void Rollback();
  bool in_transaction() const { return connection_->in_transaction(); }

  // Writes something, within a transaction.
  absl::Status Check();

  // What one step of Upkeep() has done.
  struct UpkeepStep {
    PruneCounts pruned;
    int64_t pages_released = 0;
    bool did_work() const { return pruned.more || pages_released > 0; }
  };
  // Removes some of what the retention limits do not keep or, if there is
  // nothing to remove, gives some free pages back to the file system: at most
  // 256 messages, 1 MiB and 256 pages, in a transaction of its own. Waits at
  // most 100 ms for a lock of another process. Without did_work() there is
  // nothing left to do.
  absl::StatusOr<UpkeepStep> Upkeep();
  // Moves what is committed into the database file itself, which becomes
  // shorter only then, unless a reader prevents that.
  absl::Status Checkpoint();

  // False once the file has lost its name: what is written then is lost.
  bool InPlace() const { return !connection_->FileMoved(); }

 private:
  SessionDatabase(std::unique_ptr<SqliteConnection> connection,
                  const SessionLimits& limits);
  static absl::StatusOr<std::unique_ptr<SessionDatabase>> OpenOnce(
      int home_fd, const SessionLimits& limits, PreviousEnd previous,
      bool suspect);
  absl::Status SetUp(PreviousEnd previous, bool suspect);
  absl::Status Look(PreviousEnd previous, bool suspect);
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
