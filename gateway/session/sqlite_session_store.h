#ifndef GATEWAY_SESSION_SQLITE_SESSION_STORE_H_
#define GATEWAY_SESSION_SQLITE_SESSION_STORE_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/session/session_store.h"
#include "gateway/session/storage_thread.h"

namespace hermes::gateway {

// A SessionStore in one file of the home, gateway.db (with SQLite's -wal and
// -shm beside it), 0600. Sessions with a derived id (IsDerivedSessionId) are
// kept to the 1,000 used last, all others as long as limits.retention says.
//
// Destroying it finishes what is queued and closes the file. The io_context may
// be stopped and destroyed before or after it, with operations under way: they
// are carried out. Nobody else in this process may open gateway.db meanwhile.
class SqliteSessionStore : public SessionStore {
 public:
  SqliteSessionStore(boost::asio::io_context& io,
                     const StorageOptions& options);

  // How opening the file went; blocks until it has. FailedPrecondition: it
  // belongs to a newer Hermes, or is no file; this does not end by itself.
  // After any other error the store tries again when it is used.
  absl::Status Opened() { return thread_.Opened(); }

  boost::asio::awaitable<absl::StatusOr<OpenedTurn>> OpenTurn(
      TurnOpening opening) override;
  boost::asio::awaitable<absl::Status> CloseTurn(TurnClosing closing) override;
  boost::asio::awaitable<absl::Status> RecordTurn(TurnOpening opening,
                                                  TurnClosing closing) override;
  boost::asio::awaitable<absl::StatusOr<std::string>> StartAfresh(
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
