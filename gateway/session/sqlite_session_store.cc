#include "gateway/session/sqlite_session_store.h"

#include <functional>
#include <memory>
#include <utility>

#include "gateway/session/session_database.h"
#include "gateway/session/sqlite_responses.h"
#include "gateway/session/sqlite_sessions.h"
#include "gateway/session/turn_recovery.h"

namespace hermes::gateway {
namespace {

using boost::asio::awaitable;

template <typename Result>
using Question = std::function<absl::StatusOr<Result>(SessionDatabase&)>;

// Runs `question` on the storage thread and returns its result.
template <typename Result>
awaitable<absl::StatusOr<Result>> Ask(StorageThread& thread,
                                      Question<Result> question) {
  const auto result = std::make_shared<std::optional<Result>>();
  StorageThread::Work work = [result, question = std::move(question)](
                                 SessionDatabase& database) -> absl::Status {
    absl::StatusOr<Result> answer = question(database);
    if (!answer.ok()) return answer.status();
    *result = *std::move(answer);
    return absl::OkStatus();
  };
  const absl::Status status = co_await thread.Run(std::move(work));
  if (!status.ok()) co_return status;
  co_return **std::move(result);
}

}  // namespace

SqliteSessionStore::SqliteSessionStore(boost::asio::io_context& io,
                                       const StorageOptions& options)
    : thread_(io, options) {}

awaitable<absl::StatusOr<OpenedTurn>> SqliteSessionStore::OpenTurn(
    TurnOpening opening) {
  return Ask<OpenedTurn>(
      thread_, [opening = std::move(opening)](SessionDatabase& database) {
        return database.sessions().OpenTurn(opening);
      });
}

awaitable<absl::Status> SqliteSessionStore::CloseTurn(TurnClosing closing) {
  return thread_.Run([closing = std::move(closing)](SessionDatabase& database) {
    return database.sessions().CloseTurn(closing);
  });
}

awaitable<absl::Status> SqliteSessionStore::RecordTurn(TurnOpening opening,
                                                       TurnClosing closing) {
  return thread_.Run([opening = std::move(opening),
                      closing = std::move(closing)](SessionDatabase& database) {
    const absl::StatusOr<OpenedTurn> opened =
        database.sessions().OpenTurn(opening);
    if (!opened.ok()) return opened.status();
    TurnClosing own = closing;
    own.session_id = opened->session_id;
    own.turn_token = opened->turn_token;
    return database.sessions().CloseTurn(own);
  });
}

awaitable<absl::StatusOr<std::string>> SqliteSessionStore::ResetSession(
    SessionName session, std::string platform) {
  return Ask<std::string>(
      thread_, [session = std::move(session),
                platform = std::move(platform)](SessionDatabase& database) {
        return database.sessions().ResetSession(session, platform);
      });
}

awaitable<absl::StatusOr<std::optional<SessionInfo>>> SqliteSessionStore::Find(
    SessionName session) {
  return Ask<std::optional<SessionInfo>>(
      thread_, [session = std::move(session)](SessionDatabase& database) {
        return database.sessions().Find(session);
      });
}

awaitable<absl::Status> SqliteSessionStore::MarkResumePending() {
  return thread_.Run([](SessionDatabase& database) {
    return hermes::gateway::MarkResumePending(database.connection());
  });
}

awaitable<absl::Status> SqliteSessionStore::SaveResponse(
    StoredResponse response) {
  return thread_.Run(
      [response = std::move(response)](SessionDatabase& database) {
        return database.responses().Save(response);
      });
}

awaitable<absl::StatusOr<StoredResponse>> SqliteSessionStore::LoadResponse(
    std::string id) {
  return Ask<StoredResponse>(thread_,
                             [id = std::move(id)](SessionDatabase& database) {
                               return database.responses().Load(id);
                             });
}

awaitable<absl::StatusOr<StoredResponse>> SqliteSessionStore::LoadConversation(
    std::string name) {
  return Ask<StoredResponse>(
      thread_, [name = std::move(name)](SessionDatabase& database) {
        return database.responses().LoadConversation(name);
      });
}

awaitable<absl::Status> SqliteSessionStore::DeleteResponse(std::string id) {
  return thread_.Run([id = std::move(id)](SessionDatabase& database) {
    return database.responses().Delete(id);
  });
}

awaitable<absl::Status> SqliteSessionStore::ForgetConversation(
    std::string name) {
  return thread_.Run([name = std::move(name)](SessionDatabase& database) {
    return database.responses().ForgetConversation(name);
  });
}

awaitable<absl::Status> SqliteSessionStore::Check() {
  return thread_.Run(
      [](SessionDatabase& database) { return database.Check(); });
}

}  // namespace hermes::gateway
