#include "tests/gateway/session/stored_session.h"

#include <gtest/gtest.h>

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/turn/chat_message.h"

namespace hermes::gateway {
namespace {

void Run(SessionDatabase& database, const std::string& sql) {
  const absl::Status done = database.connection().Execute(sql);
  ASSERT_TRUE(done.ok()) << done;
}

}  // namespace

OpenedTurn BeginStoredTurn(SessionDatabase& database, const std::string& id,
                           const std::string& text) {
  TurnOpening opening;
  opening.session.id = id;
  opening.platform = "api_server";
  opening.input = TextMessage(Role::kUser, text);
  auto turn = database.sessions().OpenTurn(opening);
  EXPECT_TRUE(turn.ok()) << turn.status();
  return turn.ok() ? *std::move(turn) : OpenedTurn();
}

void AddStoredTurn(SessionDatabase& database, const std::string& id,
                   double age_secs, size_t bytes) {
  const OpenedTurn turn =
      BeginStoredTurn(database, id, std::string(bytes, 'x'));
  const absl::Status closed = database.sessions().CloseTurn(
      {turn.session_id, turn.turn_token, "answer", "stop", {}, false});
  ASSERT_TRUE(closed.ok()) << closed;
  Run(database, absl::StrCat("UPDATE sessions SET updated_at = updated_at - ",
                             age_secs, " WHERE id = '", id, "'"));
}

void AddStoredResponse(SessionDatabase& database, const std::string& id,
                       const std::string& session, double age_secs) {
  StoredResponse response;
  response.id = id;
  response.session_id = session;
  response.conversation = absl::StrCat("of ", id);
  ASSERT_TRUE(database.responses().Save(response).ok());
  Run(database,
      absl::StrCat("UPDATE responses SET accessed_at = accessed_at - ",
                   age_secs, " WHERE response_id = '", id, "'"));
}

void RebuildWithoutVacuum(SessionDatabase& database) {
  Run(database, "PRAGMA auto_vacuum = NONE");
  Run(database, "VACUUM");
}

}  // namespace hermes::gateway
