#ifndef GATEWAY_SESSION_SQLITE_SESSION_STORE_H_
#define GATEWAY_SESSION_SQLITE_SESSION_STORE_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/session/storage_thread.h"
#include "gateway/turn/session_store.h"

namespace hermes::gateway {

// A SessionStore in one file of the home, gateway.db (with SQLite's -wal and
// -shm next to it), mode 0600. It keeps the 1,000 most recently used sessions
// with a derived id (IsDerivedSessionId), and all others for as long as
// limits.retention allows.
//
// The destructor finishes queued operations and closes the file. The io_context
// may be stopped and destroyed before or after this object, even with
// operations in progress: they are carried out. No other code in this process
// may open gateway.db meanwhile.
class SqliteSessionStore : public SessionStore {
 public:
  SqliteSessionStore(boost::asio::io_context& io,
                     const StorageOptions& options);

  // Waits until the first attempt to open the file has ended, and returns its
  // result. FailedPrecondition: a newer Hermes has written the file, or it is
  // not a regular file; retrying does not help. After any other error the store
  // tries again when it is used.
  absl::Status Opened() { return thread_.Opened(); }

  boost::asio::awaitable<absl::StatusOr<OpenedTurn>> OpenTurn(
      TurnOpening opening) override;
  boost::asio::awaitable<absl::Status> CloseTurn(TurnClosing closing) override;
  boost::asio::awaitable<absl::Status> RecordTurn(TurnOpening opening,
                                                  TurnClosing closing) override;
  boost::asio::awaitable<absl::StatusOr<std::string>> ResetSession(
      SessionName session, std::string platform) override;
  boost::asio::awaitable<absl::StatusOr<std::optional<SessionInfo>>> Find(
      SessionName session) override;
  boost::asio::awaitable<absl::Status> MarkResumePending() override;
  boost::asio::awaitable<absl::Status> SaveResponse(
      StoredResponse response) override;
  boost::asio::awaitable<absl::StatusOr<StoredResponse>> LoadResponse(
      std::string id) override;
  boost::asio::awaitable<absl::StatusOr<StoredResponse>> LoadConversation(
      std::string name) override;
  boost::asio::awaitable<absl::Status> DeleteResponse(std::string id) override;
  boost::asio::awaitable<absl::Status> ForgetConversation(
      std::string name) override;
  boost::asio::awaitable<absl::Status> Check() override;
  int pending() const override { return thread_.pending(); }

 private:
  StorageThread thread_;
};

}  // namespace hermes::gateway

#endif  // GATEWAY_SESSION_SQLITE_SESSION_STORE_H_
