#include "gateway/session/session_database.h"

#include <glog/logging.h>

#include <chrono>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "gateway/session/database_file.h"
#include "gateway/session/epoch_time.h"
#include "gateway/session/session_schema.h"
#include "gateway/session/turn_recovery.h"

namespace hermes::gateway {
namespace {

constexpr char kName[] = "gateway.db";
constexpr int kPatienceMs = 5000;
constexpr int kClosingPatienceMs = 100;
// How many damaged databases are kept.
constexpr size_t kKeptAside = 3;
constexpr int kUpkeepPatienceMs = 100;

// Sizes up to which a database is checked as a whole: always, and after an
// unclean end. The check takes several milliseconds per megabyte and delays the
// start.
constexpr int64_t kAlwaysChecked = int64_t{8} << 20;
constexpr int64_t kCheckedAfterCrash = int64_t{64} << 20;

// A database of an earlier version is rebuilt at the start if it is at most
// this large: its pages are read at the start anyway.
constexpr int64_t kRebuiltAtStart = kAlwaysChecked;

// Without a -wal, synchronous EXTRA makes a commit as durable as FULL does with
// one.
constexpr char kSettings[] =
    "PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;"
    // The container may have no directory for temporary files.
    "PRAGMA temp_store = MEMORY;"
    // Takes effect for a database that has no tables yet, or at the next
    // VACUUM.
    "PRAGMA auto_vacuum = INCREMENTAL;"
    "PRAGMA synchronous = EXTRA;"
    // Shrinks the -wal after a burst of writes.
    "PRAGMA journal_size_limit = 16777216;";

std::string Stamp() {
  const auto now = std::chrono::floor<std::chrono::seconds>(
      std::chrono::system_clock::now());
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(now - day);
  return absl::StrFormat(
      "%04d%02d%02dT%02d%02d%02dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

absl::StatusOr<std::string> FirstCell(SqliteConnection& connection,
                                      const char* sql) {
  SqliteQuery query = connection.Query(sql);
  const absl::StatusOr<bool> row = query.Step();
  if (!row.ok()) return row.status();
  return *row ? query.Text(0) : "";
}

absl::Status UseWal(SqliteConnection& connection) {
  const absl::StatusOr<std::string> mode =
      FirstCell(connection, "PRAGMA journal_mode = WAL");
  if (!mode.ok()) return mode.status();
  if (*mode == "wal") return connection.Execute("PRAGMA synchronous = FULL");
  LOG(WARNING) << "gateway.db: this file system does not support a write-ahead "
                  "log, so each turn takes longer";
  return absl::OkStatus();
}

// Logs a failure to add the indexes. The store works without them, so that, for
// example, a full disk does not prevent a start.
void LogUnlessOk(const absl::Status& indexes) {
  if (indexes.ok()) return;
  LOG(WARNING) << "gateway.db has no index for finding old sessions: "
               << indexes.message();
}

}  // namespace

bool NeedsFullCheck(PreviousEnd previous, bool suspect, int64_t bytes) {
  if (suspect || bytes <= kAlwaysChecked) return true;
  return previous == PreviousEnd::kUnclean && bytes <= kCheckedAfterCrash;
}

SessionDatabase::SessionDatabase(std::unique_ptr<SqliteConnection> connection,
                                 const SessionLimits& limits)
    : connection_(std::move(connection)),
      limits_(limits),
      sessions_(*connection_, limits),
      responses_(*connection_, limits.responses),
      retention_(*connection_) {}

absl::StatusOr<std::unique_ptr<SessionDatabase>> SessionDatabase::OpenOnce(
    int home_fd, const SessionLimits& limits, PreviousEnd previous,
    bool suspect) {
  const absl::StatusOr<std::string> path = PrepareDatabaseFile(home_fd, kName);
  if (!path.ok()) return path.status();
  absl::StatusOr<std::unique_ptr<SqliteConnection>> connection =
      SqliteConnection::Open(*path, kPatienceMs);
  if (!connection.ok()) return connection.status();
  std::unique_ptr<SessionDatabase> database(
      new SessionDatabase(*std::move(connection), limits));
  const absl::Status ready = database->SetUp(previous, suspect);
  if (!ready.ok()) return ready;
  return database;
}

absl::StatusOr<std::unique_ptr<SessionDatabase>> SessionDatabase::Open(
    int home_fd, const SessionLimits& limits, PreviousEnd previous,
    bool suspect) {
  auto database = OpenOnce(home_fd, limits, previous, suspect);
  if (!absl::IsDataLoss(database.status())) return database;
  const absl::StatusOr<std::string> aside =
      MoveDatabaseAside(home_fd, kName, Stamp());
  if (!aside.ok()) return aside.status();
  LOG(WARNING) << database.status().message() << "; it was renamed to "
               << *aside << ", and a new, empty database is used";
  for (const std::string& old : DropOldDatabases(home_fd, kName, kKeptAside)) {
    LOG(WARNING) << "removed " << old << ": only the " << kKeptAside
                 << " newest damaged databases are kept";
  }
  return OpenOnce(home_fd, limits, previous, false);
}

SessionDatabase::~SessionDatabase() {
  Rollback();
  connection_->SetPatience(kClosingPatienceMs);
  const absl::Status moved =
      connection_->Execute("PRAGMA wal_checkpoint(TRUNCATE)");
  if (!moved.ok()) VLOG(1) << moved.message();
}

absl::Status SessionDatabase::SetUp(PreviousEnd previous, bool suspect) {
  absl::Status status = connection_->Execute(kSettings);
  if (status.ok()) status = UseWal(*connection_);
  if (status.ok()) status = CheckIntegrity(previous, suspect);
  if (status.ok()) status = Migrate(*connection_, SessionMigrations());
  if (status.ok()) LogUnlessOk(AddIndexes(*connection_));
  if (status.ok()) status = EnableVacuum();
  if (!status.ok() || previous == PreviousEnd::kThisProcess) return status;
  return Recover(previous == PreviousEnd::kClean);
}

absl::Status SessionDatabase::CheckIntegrity(PreviousEnd previous,
                                             bool suspect) {
  SqliteQuery size = connection_->Query(
      "SELECT page_count * page_size FROM pragma_page_count(),"
      " pragma_page_size()");
  const absl::StatusOr<bool> sized = size.Step();
  if (!sized.ok()) return sized.status();
  if (!NeedsFullCheck(previous, suspect, size.Integer(0))) {
    return absl::OkStatus();
  }
  const absl::StatusOr<std::string> verdict =
      FirstCell(*connection_, "PRAGMA quick_check(1)");
  if (!verdict.ok()) return verdict.status();
  if (*verdict == "ok") return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("gateway.db: ", *verdict));
}

absl::Status SessionDatabase::EnableVacuum() {
  const absl::StatusOr<int64_t> mode =
      SqliteNumber(*connection_, "PRAGMA auto_vacuum");
  if (!mode.ok()) return mode.status();
  if (*mode != 0) return absl::OkStatus();
  const absl::StatusOr<int64_t> bytes =
      SqliteNumber(*connection_,
                   "SELECT page_count * page_size FROM pragma_page_count(),"
                   " pragma_page_size()");
  if (!bytes.ok()) return bytes.status();
  if (*bytes > kRebuiltAtStart) return absl::OkStatus();
  // VACUUM needs space for a copy. If it fails, the database is used as it is.
  absl::Status rebuilt = connection_->Execute("VACUUM");
  if (absl::IsDataLoss(rebuilt)) return rebuilt;
  if (!rebuilt.ok()) VLOG(1) << rebuilt.message();
  return absl::OkStatus();
}

absl::Status SessionDatabase::Recover(bool clean_end) {
  absl::Status status = Begin();
  if (!status.ok()) return status;
  const absl::StatusOr<int64_t> resumed =
      RecoverTurns(*connection_, limits_.resume_within, clean_end);
  status = resumed.ok() ? Commit() : resumed.status();
  if (!status.ok()) {
    Rollback();
    return status;
  }
  if (*resumed > 0) {
    LOG(INFO) << *resumed << " session(s) were interrupted during a turn";
  }
  return absl::OkStatus();
}

absl::Status SessionDatabase::EndPart(bool keep) {
  return connection_->Execute(keep ? "RELEASE part"
                                   : "ROLLBACK TO part; RELEASE part");
}

absl::Status SessionDatabase::Commit() {
  absl::Status committed = connection_->Execute("COMMIT");
  if (!committed.ok()) Rollback();
  return committed;
}

void SessionDatabase::Rollback() {
  if (!connection_->in_transaction()) return;
  const absl::Status undone = connection_->Execute("ROLLBACK");
  if (!undone.ok()) LOG(WARNING) << undone.message();
}

absl::StatusOr<SessionDatabase::UpkeepStep> SessionDatabase::Upkeep() {
  connection_->SetPatience(kUpkeepPatienceMs);
  absl::StatusOr<UpkeepStep> step = UpkeepInTransaction();
  if (!step.ok()) Rollback();
  connection_->SetPatience(kPatienceMs);
  return step;
}

absl::StatusOr<SessionDatabase::UpkeepStep>
SessionDatabase::UpkeepInTransaction() {
  const absl::Status begun = Begin();
  if (!begun.ok()) return begun;
  UpkeepStep step;
  const absl::StatusOr<PruneCounts> pruned =
      retention_.Prune(limits_.retention, SqliteRetention::Budget());
  if (!pruned.ok()) return pruned.status();
  step.pruned = *pruned;
  if (!step.pruned.more) {
    const absl::StatusOr<int64_t> released = retention_.ReleasePages();
    if (!released.ok()) return released.status();
    step.pages_released = *released;
  }
  const absl::Status committed = Commit();
  if (!committed.ok()) return committed;
  return step;
}

absl::Status SessionDatabase::Checkpoint() {
  return connection_->Execute("PRAGMA wal_checkpoint(PASSIVE)");
}

absl::Status SessionDatabase::Check() {
  return connection_
      ->Query(
          "INSERT INTO state_meta (key, value) VALUES ('checked_at', ?)"
          " ON CONFLICT(key) DO UPDATE SET value = excluded.value")
      .Bind(absl::StrCat(EpochNow()))
      .Run();
}

}  // namespace hermes::gateway
