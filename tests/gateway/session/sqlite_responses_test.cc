#include "gateway/session/sqlite_responses.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/session/session_database.h"
#include "gateway/session/session_limits.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/session_store.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

class SqliteResponsesTest : public testing::Test {
 protected:
  void SetUp() override {
    auto database = SessionDatabase::Open(home_.fd(), SessionLimits(),
                                          PreviousEnd::kClean, false);
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
    // Faster: these tests do not need commits to survive a loss of power.
    ASSERT_TRUE(
        database_->connection().Execute("PRAGMA synchronous = OFF").ok());
  }

  SqliteResponses& responses() { return database_->responses(); }

  void Save(const std::string& id, const std::string& conversation = "") {
    StoredResponse response;
    response.id = id;
    response.body = absl::StrCat("{\"id\":\"", id, "\"}");
    response.conversation = conversation;
    response.session_id = "s";
    response.system_prompt = "soul";
    response.messages = {TextMessage(Role::kUser, "a"),
                         TextMessage(Role::kAssistant, id)};
    const absl::Status saved = responses().Save(response);
    ASSERT_TRUE(saved.ok()) << saved;
  }

  TempDirectory home_;
  std::unique_ptr<SessionDatabase> database_;
};

TEST_F(SqliteResponsesTest, LoadsWhatWasSaved) {
  Save("resp_1", "chat");
  const auto response = responses().Load("resp_1");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->id, "resp_1");
  EXPECT_EQ(response->body, "{\"id\":\"resp_1\"}");
  EXPECT_EQ(response->conversation, "chat");
  EXPECT_EQ(response->session_id, "s");
  EXPECT_EQ(response->system_prompt, "soul");
  ASSERT_EQ(response->messages.size(), 2U);
  EXPECT_EQ(response->messages[1], TextMessage(Role::kAssistant, "resp_1"));
}

TEST_F(SqliteResponsesTest, ReturnsNotFoundForUnknownResponse) {
  EXPECT_TRUE(absl::IsNotFound(responses().Load("x").status()));
  EXPECT_TRUE(absl::IsNotFound(responses().LoadConversation("x").status()));
  EXPECT_TRUE(absl::IsNotFound(responses().Delete("x")));
  EXPECT_TRUE(responses().ForgetConversation("x").ok());
}

TEST_F(SqliteResponsesTest, LoadsTheNewestResponseOfAConversation) {
  Save("resp_1", "chat");
  Save("resp_2", "chat");
  EXPECT_EQ(responses().LoadConversation("chat")->id, "resp_2");
  EXPECT_EQ(responses().Load("resp_1")->conversation, "chat");
}

TEST_F(SqliteResponsesTest, DeletingResponseForgetsItsConversation) {
  Save("resp_1", "chat");
  EXPECT_TRUE(responses().Delete("resp_1").ok());
  EXPECT_TRUE(absl::IsNotFound(responses().Load("resp_1").status()));
  EXPECT_TRUE(absl::IsNotFound(responses().LoadConversation("chat").status()));
}

TEST_F(SqliteResponsesTest, ForgettingConversationKeepsItsResponses) {
  Save("resp_1", "chat");
  EXPECT_TRUE(responses().ForgetConversation("chat").ok());
  EXPECT_TRUE(absl::IsNotFound(responses().LoadConversation("chat").status()));
  EXPECT_TRUE(responses().Load("resp_1").ok());
}

TEST_F(SqliteResponsesTest, ReplacesResponseWithTheSameId) {
  Save("resp_1", "chat");
  Save("resp_1", "talk");
  EXPECT_EQ(responses().Load("resp_1")->conversation, "talk");
  EXPECT_TRUE(responses().LoadConversation("chat").ok());
}

TEST_F(SqliteResponsesTest, KeepsTheHundredLastUsedResponses) {
  for (int n = 0; n < 100; ++n) Save(absl::StrCat("resp_", n));
  EXPECT_TRUE(responses().Load("resp_0").ok());
  Save("resp_100", "chat");
  EXPECT_TRUE(responses().Load("resp_0").ok());
  EXPECT_TRUE(absl::IsNotFound(responses().Load("resp_1").status()));
  EXPECT_TRUE(responses().Load("resp_2").ok());
}

TEST_F(SqliteResponsesTest, CountsLoadingByConversationAsUse) {
  Save("resp_0", "chat");
  for (int n = 1; n < 100; ++n) Save(absl::StrCat("resp_", n));
  EXPECT_TRUE(responses().LoadConversation("chat").ok());
  Save("resp_100");
  EXPECT_TRUE(responses().LoadConversation("chat").ok());
  EXPECT_TRUE(absl::IsNotFound(responses().Load("resp_1").status()));
}

TEST_F(SqliteResponsesTest, KeepsOrderOfUseWhenClockIsSetBack) {
  Save("resp_0");
  ASSERT_TRUE(database_->connection()
                  .Execute("UPDATE responses SET accessed_at = 9e9")
                  .ok());
  for (int n = 1; n < 101; ++n) Save(absl::StrCat("resp_", n));
  EXPECT_TRUE(absl::IsNotFound(responses().Load("resp_0").status()));
  EXPECT_TRUE(responses().Load("resp_1").ok());
  EXPECT_TRUE(responses().Load("resp_100").ok());
}

}  // namespace
}  // namespace hermes::gateway
