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

// One use of a prepared statement, which is ready for the next one when this
// goes. Parameters are bound in their order:
//   SqliteQuery query = connection.Query("SELECT a FROM t WHERE b = ?");
//   query.Bind(b);
//   absl::StatusOr<bool> row = query.Step();
// An error of the preparation or of a binding is the first Step's.
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

  // True: there is a row to look at; false: no more.
  absl::StatusOr<bool> Step();
  // To the end, for a statement without rows.
  absl::Status Run();

  // The row's columns, from 0. NULL reads as 0 or "".
  int64_t Integer(int column) const;
  double Real(int column) const;
  std::string Text(int column) const;

 private:
  friend class SqliteConnection;
  SqliteQuery(sqlite3* db, sqlite3_stmt* statement, absl::Status status);
  // The next parameter's number.
  int Next() { return ++bound_; }
  void Check(int result);

  sqlite3* db_;
  sqlite3_stmt* statement_;  // the connection's
  absl::Status status_;
  int bound_ = 0;
};

// An open database, for one thread. Errors are those of the file or of the
// disk, told in one sentence without what was stored:
//   ResourceExhausted   no space, or no memory
//   PermissionDenied    read-only, or not ours
//   Unavailable         somebody else has it locked
//   DataLoss            damaged, or no database at all
//   Internal            anything else
class SqliteConnection {
 public:
  // Opens the file `path`, which must be there. No part of the path may be a
  // symbolic link. Waits up to `patience_ms` for other processes' locks.
  static absl::StatusOr<std::unique_ptr<SqliteConnection>> Open(
      const std::string& path, int patience_ms);
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;
  // Rolls back what is not committed.
  ~SqliteConnection();

  // Prepared once for each text. One use of a text at a time.
  SqliteQuery Query(std::string_view sql);
  // Statements without parameters, whose rows nobody wants.
  absl::Status Execute(const std::string& sql);

  // Rows that the last INSERT, UPDATE or DELETE has touched.
  int64_t changes() const { return sqlite3_changes64(db_); }
  // False once an error has rolled a transaction back as a whole.
  bool in_transaction() const { return sqlite3_get_autocommit(db_) == 0; }
  // Whether the file has another name by now, or none.
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
