#ifndef GATEWAY_SESSION_SQLITE_CONNECTION_H_
#define GATEWAY_SESSION_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace hermes::gateway {

// One use of a prepared statement; the destructor makes the statement ready for
// the next use. Bind the parameters in order:
//   SqliteQuery query = connection.Query("SELECT a FROM t WHERE b = ?");
//   query.Bind(b);
//   absl::StatusOr<bool> row = query.Step();
// The first Step() reports errors of the preparation and of Bind().
class SqliteQuery {
 public:
  SqliteQuery(SqliteQuery&& other) noexcept;
  SqliteQuery(const SqliteQuery&) = delete;
  SqliteQuery& operator=(const SqliteQuery&) = delete;
  ~SqliteQuery();

  SqliteQuery& Bind(int64_t value);
  SqliteQuery& Bind(double value);
  SqliteQuery& Bind(std::string_view value);  // copied
  SqliteQuery& Bind(const char* value) { return Bind(std::string_view(value)); }

  // Returns true if there is a row to read, false after the last one.
  absl::StatusOr<bool> Step();
  // Executes the statement to its end and ignores its rows.
  absl::Status Run();

  // Return a column of the row; the first is 0. NULL is returned as 0 or "".
  int64_t Integer(int column) const;
  double Real(int column) const;
  std::string Text(int column) const;

 private:
  friend class SqliteConnection;
  SqliteQuery(sqlite3* db, sqlite3_stmt* statement, absl::Status status);
  // Returns the number of the next parameter.
  int Next() { return ++bound_; }
  void Check(int result);

  sqlite3* db_;
  sqlite3_stmt* statement_;  // owned by the connection
  absl::Status status_;
  int bound_ = 0;
};

// An open database. Not thread-safe. Errors are those of the file or the disk,
// with a message of one sentence that contains no stored data:
//   ResourceExhausted   no space or no memory
//   PermissionDenied    read-only, or owned by another user
//   Unavailable         another process has locked it
//   DataLoss            damaged, or not a database
//   Internal            any other error
class SqliteConnection {
 public:
  // Opens the file `path`, which must exist. No component of the path may be a
  // symbolic link. Each call waits up to `patience_ms` for other processes'
  // locks.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(
      const std::string& path, int patience_ms);
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  // Rolls back an uncommitted transaction.
  ~SqliteConnection();

  // Prepares a statement, once for each text. A text can have only one
  // SqliteQuery at a time.
  SqliteQuery Query(std::string_view sql);
  // Executes statements without parameters and ignores their rows.
  absl::Status Execute(const std::string& sql);

  // Returns the number of rows that the last INSERT, UPDATE or DELETE changed.
  int64_t changes() const { return sqlite3_changes64(db_); }
  // Returns false also after an error has rolled back the whole transaction.
  bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
  // Returns true if the file has been renamed or removed.
  bool FileMoved() const;
  void SetPatience(int patience_ms) { sqlite3_busy_timeout(db_, patience_ms); }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const {
      sqlite3_finalize(statement);
    }
  };

  explicit SqliteConnection(sqlite3* db) : db_(db) {}

  sqlite3* db_;
  std::map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>, std::less<>>
      prepared_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SQLITE_CONNECTION_H_
