#include "gateway/session/sqlite_session_store.h"

#include <gtest/gtest.h>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/session/storage_thread.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/session_store.h"
#include "tests/gateway/session/await.h"
#include "tests/gateway/session/counting_vfs.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

TurnOpening Opening(const std::string& id, const std::string& text) {
  TurnOpening opening;
  opening.session.id = id;
  opening.platform = "api_server";
  opening.input = TextMessage(Role::kUser, text);
  return opening;
}

TurnClosing Closing(const OpenedTurn& turn, const std::string& reply) {
  TurnClosing closing;
  closing.session_id = turn.session_id;
  closing.turn_token = turn.turn_token;
  closing.reply = reply;
  closing.finish_reason = "stop";
  return closing;
}

class SqliteSessionStoreTest : public testing::Test {
 protected:
  SqliteSessionStoreTest() {
    CountFlushes();
    Start(false);
  }

  void Start(bool clean_shutdown) {
    store_.reset();
    StorageOptions options;
    options.home_fd = home_.fd();
    options.clean_shutdown = clean_shutdown;
    store_ = std::make_unique<SqliteSessionStore>(io_, options);
    EXPECT_TRUE(store_->Opened().ok()) << store_->Opened();
  }

  // Runs a whole turn, and increments `done` if it succeeds.
  awaitable<void> Turn(std::string id, int* done) {
    const auto turn = co_await store_->OpenTurn(Opening(id, "question"));
    EXPECT_TRUE(turn.ok()) << turn.status();
    if (!turn.ok()) co_return;
    const absl::Status closed =
        co_await store_->CloseTurn(Closing(*turn, "answer"));
    EXPECT_TRUE(closed.ok()) << closed;
    if (closed.ok()) ++*done;
  }

  TempDirectory home_;
  asio::io_context io_{1};
  std::unique_ptr<SqliteSessionStore> store_;
};

TEST_F(SqliteSessionStoreTest, KeepsConversationAfterReopening) {
  int done = 0;
  asio::co_spawn(io_, Turn("s", &done), asio::detached);
  io_.run();
  EXPECT_EQ(done, 1);
  Start(true);
  const auto turn = Await(io_, store_->OpenTurn(Opening("s", "again")));
  ASSERT_TRUE(turn.ok()) << turn.status();
  EXPECT_EQ(turn->history,
            (std::vector{TextMessage(Role::kUser, "question"),
                         TextMessage(Role::kAssistant, "answer")}));
}

TEST_F(SqliteSessionStoreTest, ForwardsEveryOperationToTheDatabase) {
  const std::string key = "agent:main:api_server:dm:1";
  TurnOpening opening = Opening("", "a");
  opening.session = {key, ""};
  const auto turn = Await(io_, store_->OpenTurn(opening));
  ASSERT_TRUE(turn.ok()) << turn.status();
  EXPECT_TRUE(Await(io_, store_->MarkResumePending()).ok());
  auto info = Await(io_, store_->Find({key, ""}));
  ASSERT_TRUE(info.ok() && info->has_value());
  EXPECT_TRUE((*info)->resume_pending);
  EXPECT_TRUE(Await(io_, store_->CloseTurn(Closing(*turn, "b"))).ok());
  const auto fresh = Await(io_, store_->ResetSession({key, ""}, "api_server"));
  ASSERT_TRUE(fresh.ok()) << fresh.status();
  EXPECT_NE(*fresh, turn->session_id);
  EXPECT_FALSE(Await(io_, store_->Find({"other", ""}))->has_value());
  EXPECT_TRUE(Await(io_, store_->Check()).ok());

  StoredResponse response;
  response.id = "resp_1";
  response.conversation = "chat";
  EXPECT_TRUE(Await(io_, store_->SaveResponse(response)).ok());
  EXPECT_EQ(Await(io_, store_->LoadResponse("resp_1"))->conversation, "chat");
  EXPECT_EQ(Await(io_, store_->LoadConversation("chat"))->id, "resp_1");
  EXPECT_TRUE(Await(io_, store_->ForgetConversation("chat")).ok());
  EXPECT_TRUE(
      absl::IsNotFound(Await(io_, store_->LoadConversation("chat")).status()));
  EXPECT_TRUE(Await(io_, store_->DeleteResponse("resp_1")).ok());
  EXPECT_TRUE(
      absl::IsNotFound(Await(io_, store_->LoadResponse("resp_1")).status()));
  EXPECT_EQ(store_->pending(), 0);
}

TEST_F(SqliteSessionStoreTest, ResumesTurnAfterUncleanEnd) {
  ASSERT_TRUE(Await(io_, store_->OpenTurn(Opening("s", "a"))).ok());
  Start(false);
  EXPECT_TRUE(Await(io_, store_->OpenTurn(Opening("s", "b")))->resumed);
  Start(true);
  EXPECT_FALSE(Await(io_, store_->OpenTurn(Opening("s", "c")))->resumed);
}

// Committing turns together must keep the number of flushes small.
TEST_F(SqliteSessionStoreTest, FlushesRarelyForTwoThousandTurnsAtOnce) {
  constexpr int kTurns = 2000;
  int done = 0;
  for (int n = 0; n < kTurns; ++n) {
    asio::co_spawn(io_, Turn(absl::StrCat("s", n), &done), asio::detached);
  }
  const int64_t before = Flushes();
  io_.run();
  EXPECT_EQ(done, kTurns);
  EXPECT_EQ(store_->pending(), 0);
  const int64_t flushes = Flushes() - before;
  RecordProperty("flushes", static_cast<int>(flushes));
  EXPECT_GT(flushes, 0);
  // Without batches each turn would need two commits.
  EXPECT_LT(flushes, kTurns / 10);
}

TEST_F(SqliteSessionStoreTest, ReadsOnlyTheEndOfALongHistory) {
  constexpr int kMessages = 20'000;
  TurnOpening opening = Opening("s", "last");
  for (int n = 0; n < kMessages / 2; ++n) {
    opening.earlier.push_back(TextMessage(Role::kUser, std::string(400, 'q')));
    opening.earlier.push_back(
        TextMessage(Role::kAssistant, std::string(400, 'a')));
  }
  const auto turn = Await(io_, store_->OpenTurn(opening));
  ASSERT_TRUE(turn.ok()) << turn.status();
  // The limit of 32,000 tokens of 4 bytes.
  EXPECT_EQ(turn->history.size(), 320U);
  EXPECT_EQ(turn->history.front().role, Role::kUser);
}

}  // namespace
}  // namespace hermes::gateway
