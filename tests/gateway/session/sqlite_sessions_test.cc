#include "gateway/session/sqlite_sessions.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/session/session_database.h"
#include "gateway/session/session_id.h"
#include "gateway/session/session_limits.h"
#include "gateway/session/sqlite_connection.h"
#include "gateway/session/turn_recovery.h"
#include "gateway/turn/backend.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/session_store.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

using Kind = ContentPart::Kind;

ChatMessage User(const std::string& text) {
  return TextMessage(Role::kUser, text);
}
ChatMessage Assistant(const std::string& text) {
  return TextMessage(Role::kAssistant, text);
}

class SqliteSessionsTest : public testing::Test {
 protected:
  void SetUp() override { Open(PreviousEnd::kUnclean); }

  void Open(PreviousEnd previous) {
    database_.reset();
    auto database = SessionDatabase::Open(home_.fd(), limits_, previous, false);
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
    // Faster: these tests do not need commits to survive a loss of power.
    ASSERT_TRUE(
        database_->connection().Execute("PRAGMA synchronous = OFF").ok());
  }

  SqliteSessions& sessions() { return database_->sessions(); }

  OpenedTurn OpenTurn(const SessionName& session, const std::string& text,
                      const std::string& prompt = "soul") {
    TurnOpening opening;
    opening.session = session;
    opening.platform = "api_server";
    opening.system_prompt = prompt;
    opening.input = User(text);
    return OpenTurn(opening);
  }
  OpenedTurn OpenTurn(const TurnOpening& opening) {
    auto turn = sessions().OpenTurn(opening);
    EXPECT_TRUE(turn.ok()) << turn.status();
    return turn.ok() ? *std::move(turn) : OpenedTurn();
  }

  void CloseTurn(const OpenedTurn& turn, const std::string& reply,
                 bool resume_pending = false) {
    TurnClosing closing;
    closing.session_id = turn.session_id;
    closing.turn_token = turn.turn_token;
    closing.reply = reply;
    closing.finish_reason = "stop";
    closing.usage = Usage{5, 2, 7};
    closing.resume_pending = resume_pending;
    const absl::Status closed = sessions().CloseTurn(closing);
    EXPECT_TRUE(closed.ok()) << closed;
  }

  std::string Say(const SessionName& session, const std::string& text) {
    const OpenedTurn turn = OpenTurn(session, text);
    CloseTurn(turn, absl::StrCat("re: ", text));
    return turn.session_id;
  }

  std::string ResetSession(const SessionName& session) {
    auto id = sessions().ResetSession(session, "api_server");
    EXPECT_TRUE(id.ok()) << id.status();
    return id.value_or("");
  }

  SessionInfo Find(const SessionName& session) {
    auto info = sessions().Find(session);
    EXPECT_TRUE(info.ok()) << info.status();
    EXPECT_TRUE(info.ok() && info->has_value());
    return info.ok() && info->has_value() ? **info : SessionInfo();
  }
  bool IsThere(const SessionName& session) {
    const auto info = sessions().Find(session);
    EXPECT_TRUE(info.ok()) << info.status();
    return info.ok() && info->has_value();
  }

  int64_t Count(const std::string& from) {
    SqliteQuery query = database_->connection().Query(
        absl::StrCat("SELECT count(*) FROM ", from));
    EXPECT_TRUE(query.Step().value_or(false)) << from;
    return query.Integer(0);
  }

  // Moves the start of all turns in progress `seconds` into the past.
  void Age(int seconds) {
    EXPECT_TRUE(database_->connection()
                    .Execute(absl::StrCat(
                        "UPDATE active_turns SET active_turn_started_at ="
                        " active_turn_started_at - ",
                        seconds))
                    .ok());
  }

  const SessionName key_ = {"agent:main:telegram:dm:77", ""};
  const SessionName id_ = {"", "my-session"};
  SessionLimits limits_;
  TempDirectory home_;
  std::unique_ptr<SessionDatabase> database_;
};

TEST_F(SqliteSessionsTest, FindsTheSameSessionByItsKey) {
  const std::string first = Say(key_, "a");
  EXPECT_EQ(Say(key_, "b"), first);
  EXPECT_NE(Say({"agent:main:telegram:dm:78", ""}, "c"), first);
  EXPECT_EQ(OpenTurn({"", first}, "d").history.size(), 4U);
}

TEST_F(SqliteSessionsTest, UsesIdOfTheClientForTheSession) {
  EXPECT_EQ(Say(id_, "a"), "my-session");
  EXPECT_EQ(OpenTurn(id_, "b").history,
            (std::vector{User("a"), Assistant("re: a")}));
}

TEST_F(SqliteSessionsTest, RequiresExactlyOneOfKeyAndId) {
  TurnOpening opening;
  EXPECT_TRUE(absl::IsInvalidArgument(sessions().OpenTurn(opening).status()));
  opening.session = {"key", "id"};
  EXPECT_TRUE(absl::IsInvalidArgument(sessions().OpenTurn(opening).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(sessions().Find({}).status()));
  EXPECT_TRUE(
      absl::IsInvalidArgument(sessions().ResetSession({}, "x").status()));
}

TEST_F(SqliteSessionsTest, KeepsConversationAfterReconnecting) {
  Say(key_, "a");
  Open(PreviousEnd::kClean);
  const OpenedTurn turn = OpenTurn(key_, "b");
  EXPECT_EQ(turn.history, (std::vector{User("a"), Assistant("re: a")}));
  EXPECT_EQ(turn.system_prompt, "soul");
}

TEST_F(SqliteSessionsTest, KeepsSystemPromptOfTheFirstTurn) {
  CloseTurn(OpenTurn(id_, "a", "first"), "x");
  EXPECT_EQ(OpenTurn(id_, "b", "second").system_prompt, "first");
}

TEST_F(SqliteSessionsTest, KeepsEmptySystemPrompt) {
  CloseTurn(OpenTurn(id_, "a", ""), "x");
  EXPECT_EQ(OpenTurn(id_, "b", "second").system_prompt, "");
}

TEST_F(SqliteSessionsTest, RecordsEarlierMessagesOnlyForNewSession) {
  TurnOpening opening;
  opening.session = id_;
  opening.earlier = {User("a"), Assistant("b")};
  opening.input = User("c");
  const OpenedTurn turn = OpenTurn(opening);
  EXPECT_EQ(turn.history, opening.earlier);
  CloseTurn(turn, "d");
  opening.input = User("e");
  EXPECT_EQ(
      OpenTurn(opening).history,
      (std::vector{User("a"), Assistant("b"), User("c"), Assistant("d")}));
}

TEST_F(SqliteSessionsTest, ReadsHistoryOnlyIfWanted) {
  Say(id_, "a");
  TurnOpening opening;
  opening.session = id_;
  opening.input = User("b");
  opening.wants_history = false;
  EXPECT_TRUE(OpenTurn(opening).history.empty());
}

TEST_F(SqliteSessionsTest, LimitsHistory) {
  limits_.history = {4, 1000};
  Open(PreviousEnd::kClean);
  Say(id_, "a");
  Say(id_, "b");
  EXPECT_EQ(OpenTurn(id_, "c").history,
            (std::vector{User("b"), Assistant("re: b")}));
}

TEST_F(SqliteSessionsTest, ReturnsContentPartsInHistory) {
  const ChatMessage picture = {
      Role::kUser,
      {{Kind::kText, "what?", ""},
       {Kind::kImage, "data:image/png;base64,AA", "low"}}};
  TurnOpening opening;
  opening.session = id_;
  opening.input = picture;
  CloseTurn(OpenTurn(opening), "a cat");
  EXPECT_EQ(OpenTurn(id_, "sure?").history,
            (std::vector{picture, Assistant("a cat")}));
}

TEST_F(SqliteSessionsTest, DoesNotRecordUnansweredInputTwice) {
  CloseTurn(OpenTurn(id_, "a"), "");
  const OpenedTurn again = OpenTurn(id_, "a");
  EXPECT_TRUE(again.history.empty());
  CloseTurn(again, "x");
  EXPECT_EQ(Find(id_).messages, 2);
}

TEST_F(SqliteSessionsTest, KeepsUnansweredInputBeforeADifferentOne) {
  CloseTurn(OpenTurn(id_, "a"), "");
  EXPECT_EQ(OpenTurn(id_, "b").history, (std::vector{User("a")}));
}

TEST_F(SqliteSessionsTest, RecordsAnsweredInputAgain) {
  Say(id_, "a");
  EXPECT_EQ(OpenTurn(id_, "a").history.size(), 2U);
  EXPECT_EQ(Find(id_).messages, 3);
}

// The second input is a text that equals the JSON in which an image is stored.
TEST_F(SqliteSessionsTest, DistinguishesImageFromTextThatLooksLikeItsJson) {
  TurnOpening opening;
  opening.session = id_;
  opening.input = {Role::kUser, {{Kind::kImage, "u", ""}}};
  CloseTurn(OpenTurn(opening), "");
  OpenTurn(id_, R"([{"type":"image_url","value":"u"}])");
  EXPECT_EQ(Find(id_).messages, 2);
}

TEST_F(SqliteSessionsTest, ClosesTurnOnlyOnce) {
  const OpenedTurn turn = OpenTurn(id_, "a");
  CloseTurn(turn, "b");
  EXPECT_TRUE(absl::IsNotFound(sessions().CloseTurn(
      {turn.session_id, turn.turn_token, "c", "stop", {}, false})));
  EXPECT_EQ(Find(id_).messages, 2);
}

TEST_F(SqliteSessionsTest, RejectsTurnTokenOfAnotherSession) {
  const OpenedTurn turn = OpenTurn(id_, "a");
  Say({"", "other"}, "x");
  EXPECT_TRUE(absl::IsNotFound(sessions().CloseTurn(
      {"other", turn.turn_token, "c", "stop", {}, false})));
  EXPECT_TRUE(Find(id_).turn_active);
}

TEST_F(SqliteSessionsTest, RecordsTwoConcurrentTurnsOfOneSession) {
  const OpenedTurn one = OpenTurn(id_, "a");
  const OpenedTurn other = OpenTurn(id_, "b");
  CloseTurn(one, "x");
  EXPECT_TRUE(Find(id_).turn_active);
  CloseTurn(other, "y");
  EXPECT_FALSE(Find(id_).turn_active);
  EXPECT_EQ(Find(id_).messages, 4);
}

TEST_F(SqliteSessionsTest, FindReturnsSessionInfo) {
  const std::string id = Say(key_, "a");
  Say(key_, "b");
  const SessionInfo info = Find(key_);
  EXPECT_EQ(info.session_id, id);
  EXPECT_EQ(info.session_key, key_.key);
  EXPECT_EQ(info.platform, "api_server");
  EXPECT_GT(info.created_at, 1'700'000'000);
  EXPECT_GE(info.updated_at, info.created_at);
  EXPECT_EQ(info.messages, 4);
  EXPECT_EQ(info.prompt_tokens, 10);
  EXPECT_EQ(info.completion_tokens, 4);
  EXPECT_FALSE(info.turn_active);
  EXPECT_FALSE(info.resume_pending);
  EXPECT_EQ(Find({"", id}).session_key, key_.key);
}

TEST_F(SqliteSessionsTest, FindsNoUnknownSession) {
  EXPECT_FALSE(IsThere(key_));
  EXPECT_FALSE(IsThere(id_));
}

TEST_F(SqliteSessionsTest, StoresFinishReason) {
  Say(id_, "a");
  EXPECT_EQ(Count("messages WHERE finish_reason = 'stop'"), 1);
  EXPECT_EQ(Count("messages WHERE finish_reason IS NULL"), 1);
}

TEST_F(SqliteSessionsTest, ResetGivesKeyANewId) {
  const std::string old = Say(key_, "a");
  const std::string fresh = ResetSession(key_);
  EXPECT_NE(fresh, old);
  const OpenedTurn turn = OpenTurn(key_, "b", "new soul");
  EXPECT_EQ(turn.session_id, fresh);
  EXPECT_TRUE(turn.history.empty());
  EXPECT_EQ(turn.system_prompt, "new soul");
  EXPECT_EQ(Find({"", old}).messages, 2);
  EXPECT_EQ(Find({"", old}).session_key, "");
}

TEST_F(SqliteSessionsTest, ResetKeepsIdAndStartsANewContext) {
  Say(id_, "a");
  EXPECT_EQ(ResetSession(id_), id_.id);
  EXPECT_EQ(Find(id_).messages, 0);
  const OpenedTurn turn = OpenTurn(id_, "b", "new soul");
  EXPECT_TRUE(turn.history.empty());
  EXPECT_EQ(turn.system_prompt, "new soul");
  EXPECT_EQ(Find(id_).messages, 1);
  EXPECT_EQ(Count("messages"), 3);
}

TEST_F(SqliteSessionsTest, ResetOfUnknownIdCreatesNoSession) {
  EXPECT_EQ(ResetSession(id_), id_.id);
  EXPECT_FALSE(IsThere(id_));
  const std::string id = ResetSession(key_);
  EXPECT_EQ(OpenTurn(key_, "a").session_id, id);
}

// The unanswered input belongs to the context before the reset.
TEST_F(SqliteSessionsTest, RecordsSameInputAgainAfterReset) {
  CloseTurn(OpenTurn(id_, "a"), "");
  ResetSession(id_);
  OpenTurn(id_, "a");
  EXPECT_EQ(Find(id_).messages, 1);
}

// A turn is in progress when /new arrives: its answer must not become part of
// the new context.
TEST_F(SqliteSessionsTest, RecordsAnswerInTheContextOfItsQuestion) {
  const OpenedTurn turn = OpenTurn(id_, "a");
  ResetSession(id_);
  CloseTurn(turn, "late", true);
  EXPECT_EQ(Find(id_).messages, 0);
  EXPECT_FALSE(Find(id_).resume_pending);
  EXPECT_TRUE(OpenTurn(id_, "b").history.empty());
  EXPECT_EQ(Count("messages WHERE content = 'late'"), 1);
}

TEST_F(SqliteSessionsTest, ReportsInterruptedTurnOnce) {
  CloseTurn(OpenTurn(id_, "a"), "par", true);
  EXPECT_TRUE(Find(id_).resume_pending);
  const OpenedTurn next = OpenTurn(id_, "b");
  EXPECT_TRUE(next.resumed);
  EXPECT_FALSE(Find(id_).resume_pending);
  CloseTurn(next, "c");
  EXPECT_FALSE(OpenTurn(id_, "d").resumed);
}

TEST_F(SqliteSessionsTest, ClearsResumeMarkWhenTheTurnEnds) {
  const OpenedTurn turn = OpenTurn(id_, "a");
  Say({"", "idle"}, "x");
  ASSERT_TRUE(MarkResumePending(database_->connection()).ok());
  EXPECT_TRUE(Find(id_).resume_pending);
  EXPECT_FALSE(Find({"", "idle"}).resume_pending);
  CloseTurn(turn, "b");
  EXPECT_FALSE(Find(id_).resume_pending);
}

TEST_F(SqliteSessionsTest, KeepsResumeMarkWhileAnotherTurnIsInProgress) {
  const OpenedTurn one = OpenTurn(id_, "a");
  OpenTurn(id_, "b");
  ASSERT_TRUE(MarkResumePending(database_->connection()).ok());
  CloseTurn(one, "x");
  EXPECT_TRUE(Find(id_).resume_pending);
}

TEST_F(SqliteSessionsTest, ResumesTurnsAfterUncleanEnd) {
  OpenTurn(id_, "a");
  Say({"", "idle"}, "x");
  Age(3590);
  Open(PreviousEnd::kUnclean);
  EXPECT_FALSE(Find(id_).turn_active);
  EXPECT_FALSE(Find({"", "idle"}).resume_pending);
  const OpenedTurn next = OpenTurn(id_, "b");
  EXPECT_TRUE(next.resumed);
  EXPECT_EQ(next.history, (std::vector{User("a")}));
}

TEST_F(SqliteSessionsTest, DoesNotResumeOldTurns) {
  OpenTurn(id_, "a");
  ASSERT_TRUE(MarkResumePending(database_->connection()).ok());
  Age(3601);
  Open(PreviousEnd::kUnclean);
  EXPECT_FALSE(Find(id_).turn_active);
  EXPECT_FALSE(OpenTurn(id_, "b").resumed);
}

TEST_F(SqliteSessionsTest, DoesNotResumeTurnFromBeforeAReset) {
  OpenTurn(id_, "a");
  ResetSession(id_);
  Open(PreviousEnd::kUnclean);
  EXPECT_FALSE(OpenTurn(id_, "b").resumed);
}

TEST_F(SqliteSessionsTest, DropsTurnsAfterCleanEnd) {
  OpenTurn(id_, "a");
  Open(PreviousEnd::kClean);
  EXPECT_FALSE(Find(id_).turn_active);
  EXPECT_FALSE(OpenTurn(id_, "b").resumed);
}

// A session that is marked before a clean end is still resumed after it.
TEST_F(SqliteSessionsTest, KeepsResumeMarksAfterCleanEnd) {
  CloseTurn(OpenTurn(id_, "a"), "", true);
  Open(PreviousEnd::kClean);
  EXPECT_TRUE(OpenTurn(id_, "b").resumed);
}

TEST_F(SqliteSessionsTest, KeepsTurnsWhenTheSameProcessReopens) {
  const OpenedTurn turn = OpenTurn(id_, "a");
  Open(PreviousEnd::kThisProcess);
  EXPECT_TRUE(Find(id_).turn_active);
  CloseTurn(turn, "b");
}

class DerivedSessionsTest : public SqliteSessionsTest {
 protected:
  DerivedSessionsTest() { limits_.derived_sessions = 3; }

  static SessionName Derived(int n) {
    return {"", DerivedSessionId("", absl::StrCat(n))};
  }
};

TEST_F(DerivedSessionsTest, RemovesLeastRecentlyUsed) {
  for (int n = 0; n < 3; ++n) Say(Derived(n), "a");
  Say(Derived(0), "b");
  Say(Derived(3), "a");
  EXPECT_TRUE(IsThere(Derived(0)));
  EXPECT_FALSE(IsThere(Derived(1)));
  EXPECT_TRUE(IsThere(Derived(2)));
  EXPECT_TRUE(IsThere(Derived(3)));
  EXPECT_EQ(Count("messages"), 8);
}

TEST_F(DerivedSessionsTest, KeepsSessionsWithOtherIds) {
  Say(id_, "a");
  Say(key_, "a");
  Say({"", "api-mine"}, "a");
  for (int n = 0; n < 10; ++n) Say(Derived(n), "a");
  EXPECT_EQ(Count("sessions"), 3 + 3);
  EXPECT_TRUE(IsThere(id_));
  EXPECT_TRUE(IsThere(key_));
  EXPECT_TRUE(IsThere({"", "api-mine"}));
}

TEST_F(DerivedSessionsTest, KeepsSessionWithTurnInProgress) {
  const OpenedTurn turn = OpenTurn(Derived(0), "a");
  for (int n = 1; n < 10; ++n) Say(Derived(n), "a");
  CloseTurn(turn, "b");
  EXPECT_EQ(Count("sessions"), 3);
}

TEST_F(DerivedSessionsTest, ReachesALoweredLimitInSteps) {
  limits_.derived_sessions = 1000;
  Open(PreviousEnd::kClean);
  for (int n = 0; n < 100; ++n) Say(Derived(n), "a");
  limits_.derived_sessions = 3;
  Open(PreviousEnd::kClean);
  for (int n = 100; n < 103; ++n) Say(Derived(n), "a");
  EXPECT_EQ(Count("sessions"), 3);
}

}  // namespace
}  // namespace hermes::gateway
