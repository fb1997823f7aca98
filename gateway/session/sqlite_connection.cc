#include "gateway/session/sqlite_connection.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace hermes::gateway {
namespace {

absl::StatusCode CodeOf(int result, int system_errno) {
  switch (result & 0xff) {
    case SQLITE_FULL:
    case SQLITE_NOMEM:
      return absl::StatusCode::kResourceExhausted;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return absl::StatusCode::kPermissionDenied;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_PROTOCOL:
      return absl::StatusCode::kUnavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::StatusCode::kDataLoss;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      break;
    default:
      return absl::StatusCode::kInternal;
  }
  switch (system_errno) {
    case ENOSPC:
    case EDQUOT:
      return absl::StatusCode::kResourceExhausted;
    case EACCES:
    case EPERM:
    case EROFS:
      return absl::StatusCode::kPermissionDenied;
    default:
      return absl::StatusCode::kInternal;
  }
}

// Call it directly after the failure: SQLite keeps the extended code and the
// errno of the last one.
absl::Status ErrorOf(sqlite3* db, int result) {
  const int extended = sqlite3_extended_errcode(db);
  const int code = (extended & 0xff) == (result & 0xff) ? extended : result;
  const int primary = code & 0xff;
  const bool of_file = primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN;
  const int error = of_file ? sqlite3_system_errno(db) : 0;
  std::string message = absl::StrCat("gateway.db: ", sqlite3_errstr(code));
  if (primary == SQLITE_ERROR || primary == SQLITE_CONSTRAINT) {
    absl::StrAppend(&message, " (", sqlite3_errmsg(db), ")");
  }
  if (error != 0) absl::StrAppend(&message, " (", strerror(error), ")");
  return absl::Status(CodeOf(code, error), message);
}

}  // namespace

SqliteQuery::SqliteQuery(sqlite3* db, sqlite3_stmt* statement,
                         absl::Status status)
    : db_(db), statement_(statement), status_(std::move(status)) {}

SqliteQuery::SqliteQuery(SqliteQuery&& other) noexcept
    : db_(other.db_),
      statement_(std::exchange(other.statement_, nullptr)),
      status_(std::move(other.status_)),
      bound_(other.bound_) {}

SqliteQuery::~SqliteQuery() {
  if (statement_ == nullptr) return;
  // Its result only repeats the error of the last Step().
  sqlite3_reset(statement_);
  // Frees large values now instead of at the next use.
  sqlite3_clear_bindings(statement_);
}

void SqliteQuery::Check(int result) {
  if (status_.ok() && result != SQLITE_OK) status_ = ErrorOf(db_, result);
}

SqliteQuery& SqliteQuery::Bind(int64_t value) {
  const int at = Next();
  if (status_.ok()) Check(sqlite3_bind_int64(statement_, at, value));
  return *this;
}

SqliteQuery& SqliteQuery::Bind(double value) {
  const int at = Next();
  if (status_.ok()) Check(sqlite3_bind_double(statement_, at, value));
  return *this;
}

SqliteQuery& SqliteQuery::Bind(std::string_view value) {
  const int at = Next();
  // SQLite would bind a null pointer as NULL, not as the empty text.
  const char* const data = value.data() == nullptr ? "" : value.data();
  if (status_.ok()) {
    Check(sqlite3_bind_text64(statement_, at, data, value.size(),
                              SQLITE_TRANSIENT, SQLITE_UTF8));
  }
  return *this;
}

absl::StatusOr<bool> SqliteQuery::Step() {
  if (!status_.ok()) return status_;
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  status_ = ErrorOf(db_, result);
  return status_;
}

absl::Status SqliteQuery::Run() {
  for (;;) {
    const absl::StatusOr<bool> row = Step();
    if (!row.ok()) return row.status();
    if (!*row) return absl::OkStatus();
  }
}

int64_t SqliteQuery::Integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

double SqliteQuery::Real(int column) const {
  return sqlite3_column_double(statement_, column);
}

std::string SqliteQuery::Text(int column) const {
  // Keep this order: sqlite3_column_text() may convert the value, which changes
  // its number of bytes.
  const unsigned char* const text = sqlite3_column_text(statement_, column);
  const int bytes = sqlite3_column_bytes(statement_, column);
  if (text == nullptr) return "";
  return {reinterpret_cast<const char*>(text), static_cast<size_t>(bytes)};
}

absl::StatusOr<std::unique_ptr<SqliteConnection>> SqliteConnection::Open(
    const std::string& path, int patience_ms) {
  sqlite3* db = nullptr;
  const int result = sqlite3_open_v2(
      path.c_str(), &db,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW,
      nullptr);
  if (db == nullptr) {
    return absl::ResourceExhaustedError("gateway.db: out of memory");
  }
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(db));
  if (result != SQLITE_OK) return ErrorOf(db, result);
  sqlite3_extended_result_codes(db, 1);
  connection->SetPatience(patience_ms);
  return connection;
}

SqliteConnection::~SqliteConnection() {
  prepared_.clear();
  sqlite3_close(db_);
}

SqliteQuery SqliteConnection::Query(std::string_view sql) {
  const auto known = prepared_.find(sql);
  if (known != prepared_.end()) {
    return {db_, known->second.get(), absl::OkStatus()};
  }
  sqlite3_stmt* statement = nullptr;
  const int result =
      sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (result != SQLITE_OK) return {db_, nullptr, ErrorOf(db_, result)};
  prepared_.emplace(sql, statement);
  return {db_, statement, absl::OkStatus()};
}

absl::Status SqliteConnection::Execute(const std::string& sql) {
  const int result = sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr);
  return result == SQLITE_OK ? absl::OkStatus() : ErrorOf(db_, result);
}

bool SqliteConnection::FileMoved() const {
  int moved = 0;
  const int result =
      sqlite3_file_control(db_, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return result == SQLITE_OK && moved != 0;
}

}  // namespace hermes::gateway
