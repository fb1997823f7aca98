#ifndef GATEWAY_SESSION_SQLITE_RESPONSES_H_
#define GATEWAY_SESSION_SQLITE_RESPONSES_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/session/sqlite_connection.h"
#include "gateway/turn/session_store.h"

namespace hermes::gateway {

// Implements the responses of SessionStore with blocking calls. The caller must
// have begun a transaction, and rolls it back if a call fails. Errors: the
// connection's, and those that SessionStore documents.
class SqliteResponses {
 public:
  // Keeps the `most` most recently used responses. `connection` must have the
  // tables of SessionMigrations() and outlive this.
  SqliteResponses(SqliteConnection& connection, int64_t most)
      : connection_(connection), most_(most) {}

  absl::Status Save(const StoredResponse& response);
  absl::StatusOr<StoredResponse> Load(const std::string& id);
  absl::StatusOr<StoredResponse> LoadConversation(const std::string& name);
  absl::Status Delete(const std::string& id);
  absl::Status ForgetConversation(const std::string& name);

 private:
  absl::Status Touch(const std::string& id);

  SqliteConnection& connection_;
  int64_t most_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SQLITE_RESPONSES_H_
