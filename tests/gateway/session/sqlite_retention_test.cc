#include "gateway/session/sqlite_retention.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/session/epoch_time.h"
#include "gateway/session/session_database.h"
#include "gateway/session/session_limits.h"
#include "gateway/session/sqlite_connection.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/session_store.h"
#include "tests/gateway/session/stored_session.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

constexpr double kDay = 86'400;

class SqliteRetentionTest : public testing::Test {
 protected:
  void Open(const SessionLimits& limits = {}) {
    database_.reset();
    auto database = SessionDatabase::Open(home_.fd(), limits,
                                          PreviousEnd::kThisProcess, false);
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
    // Faster: these tests do not need commits to survive a loss of power.
    Run("PRAGMA synchronous = OFF");
  }

  void Run(const std::string& sql) {
    const absl::Status done = database_->connection().Execute(sql);
    ASSERT_TRUE(done.ok()) << done;
  }

  int64_t Number(const std::string& sql) {
    return SqliteNumber(database_->connection(), sql).value_or(-1);
  }

  OpenedTurn BeginTurn(const std::string& id, const std::string& text) {
    return BeginStoredTurn(*database_, id, text);
  }

  void Add(const std::string& id, double age, size_t bytes = 10) {
    AddStoredTurn(*database_, id, age, bytes);
  }

  // Adds an old session with `messages` messages.
  void AddLong(const std::string& id, int messages) {
    TurnOpening opening;
    opening.session.id = id;
    opening.wants_history = false;
    Run("BEGIN");
    for (int n = 0; n < messages; ++n) {
      opening.input = TextMessage(Role::kUser, absl::StrCat("message ", n));
      ASSERT_TRUE(database_->sessions().OpenTurn(opening).ok());
    }
    Run("DELETE FROM active_turns");
    Run("COMMIT");
    SetAge(id, 9 * kDay);
  }

  void SetAge(const std::string& id, double age) {
    Run(absl::StrCat("UPDATE sessions SET updated_at = updated_at - ", age,
                     " WHERE id = '", id, "'"));
  }

  void AddResponse(const std::string& id, const std::string& session,
                   double age) {
    AddStoredResponse(*database_, id, session, age);
  }

  bool IsThere(const std::string& id) {
    return database_->sessions().Find({"", id})->has_value();
  }

  // Runs upkeep until no work is left, and returns the number of steps.
  int Upkeep() {
    for (int steps = 0; steps < 10'000; ++steps) {
      const auto step = database_->Upkeep();
      EXPECT_TRUE(step.ok()) << step.status();
      if (!step.ok() || !step->did_work()) return steps;
    }
    ADD_FAILURE() << "upkeep does not end";
    return 0;
  }

  int64_t FileBytes() {
    struct stat status = {};
    EXPECT_EQ(stat(home_.Path("gateway.db").c_str(), &status), 0);
    return status.st_size;
  }

  TempDirectory home_;
  std::unique_ptr<SessionDatabase> database_;
};

TEST_F(SqliteRetentionTest, RemovesItemsBeyondTheAgeLimit) {
  SessionLimits limits;
  limits.retention.max_age = std::chrono::days(30);
  Open(limits);
  Add("old", 31 * kDay);
  Add("young", 29 * kDay);
  AddResponse("resp_old", "s", 31 * kDay);
  AddResponse("resp_young", "s", 29 * kDay);
  EXPECT_EQ(Upkeep(), 1);
  EXPECT_FALSE(IsThere("old"));
  EXPECT_TRUE(IsThere("young"));
  EXPECT_EQ(Number("SELECT count(*) FROM messages"), 2);
  EXPECT_EQ(Number("SELECT count(*) FROM responses"), 1);
  EXPECT_TRUE(absl::IsNotFound(
      database_->responses().LoadConversation("of resp_old").status()));
  EXPECT_TRUE(database_->responses().LoadConversation("of resp_young").ok());
}

TEST_F(SqliteRetentionTest, KeepsTheNewestWithinTheCountLimit) {
  SessionLimits limits;
  limits.retention.max_sessions = 3;
  Open(limits);
  for (int n = 0; n < 200; ++n) Add(absl::StrCat("s", n), (300 - n) * kDay);
  Upkeep();
  EXPECT_EQ(Number("SELECT count(*) FROM sessions"), 3);
  for (const char* id : {"s197", "s198", "s199"}) EXPECT_TRUE(IsThere(id));
}

TEST_F(SqliteRetentionTest, RemovesTheOldestUntilTheByteLimitIsMet) {
  SessionLimits limits;
  limits.retention.max_bytes = 4 << 20;
  Open(limits);
  for (int n = 0; n < 100; ++n) {
    Add(absl::StrCat("s", n), (300 - n) * kDay, 100'000);
  }
  Upkeep();
  const int64_t left = Number("SELECT count(*) FROM sessions");
  EXPECT_TRUE(IsThere("s99"));
  EXPECT_FALSE(IsThere("s0"));
  // As many sessions stay as fit: a wrong estimate would keep fewer or more.
  EXPECT_GE(left, 38);
  EXPECT_LE(left, 41);
}

TEST_F(SqliteRetentionTest, KeepsRecentSessionsAndTurnsInProgress) {
  SessionLimits limits;
  limits.retention.max_age = std::chrono::days(1);
  limits.retention.max_sessions = 1;
  limits.retention.max_bytes = 1;
  Open(limits);
  BeginTurn("in a turn", "x");
  SetAge("in a turn", 9 * kDay);
  Add("recent", 60);
  Add("old", 9 * kDay);
  Upkeep();
  EXPECT_TRUE(IsThere("in a turn"));
  EXPECT_TRUE(IsThere("recent"));
  EXPECT_FALSE(IsThere("old"));
}

// A step must find the old session even though more turns are in progress than
// a step examines items.
TEST_F(SqliteRetentionTest, RemovesOldSessionDespiteManyTurnsInProgress) {
  SessionLimits limits;
  limits.retention.max_age = std::chrono::days(1);
  Open(limits);
  for (int n = 0; n < 100; ++n) {
    const std::string id = absl::StrCat("busy", n);
    BeginTurn(id, "x");
    SetAge(id, 9 * kDay);
  }
  Add("old", 8 * kDay);
  Upkeep();
  EXPECT_FALSE(IsThere("old"));
  EXPECT_EQ(Number("SELECT count(*) FROM sessions"), 100);
}

TEST_F(SqliteRetentionTest, LimitsMessagesRemovedInOneStep) {
  SessionLimits limits;
  limits.retention.max_age = std::chrono::days(1);
  Open(limits);
  AddLong("long", 1000);
  const auto step = database_->Upkeep();
  ASSERT_TRUE(step.ok()) << step.status();
  EXPECT_TRUE(step->did_work());
  EXPECT_EQ(step->pruned.messages, 256);
  EXPECT_EQ(step->pruned.sessions, 0);
  // A turn between the steps starts with an empty history, not with a part of
  // it.
  const OpenedTurn turn = BeginTurn("long", "hello again");
  EXPECT_TRUE(turn.history.empty());
  Upkeep();
  EXPECT_TRUE(IsThere("long"));
  EXPECT_EQ(database_->sessions().Find({"", "long"}).value()->messages, 1);
}

TEST_F(SqliteRetentionTest, RemovesLongSessionInSeveralSteps) {
  SessionLimits limits;
  limits.retention.max_age = std::chrono::days(1);
  Open(limits);
  AddLong("long", 1000);
  EXPECT_GE(Upkeep(), 4);
  EXPECT_FALSE(IsThere("long"));
  EXPECT_EQ(Number("SELECT count(*) FROM messages"), 0);
}

TEST_F(SqliteRetentionTest, ShrinksTheFile) {
  SessionLimits limits;
  limits.retention.max_age = std::chrono::days(1);
  Open(limits);
  for (int n = 0; n < 100; ++n) {
    Add(absl::StrCat("s", n), 9 * kDay, 100'000);
  }
  ASSERT_TRUE(database_->Checkpoint().ok());
  const int64_t before = FileBytes();
  Upkeep();
  ASSERT_TRUE(database_->Checkpoint().ok());
  EXPECT_GT(before, 10'000'000);
  EXPECT_LT(FileBytes(), 2'000'000);
}

TEST_F(SqliteRetentionTest, WritesNothingIfThereIsNothingToDo) {
  Open();
  Add("s", 9 * kDay);
  const int64_t before = Number("SELECT total_changes()");
  EXPECT_EQ(Upkeep(), 0);
  EXPECT_EQ(Number("SELECT total_changes()"), before);
  EXPECT_TRUE(IsThere("s"));
}

// A database that an older version created without auto_vacuum is rebuilt when
// it is opened.
TEST_F(SqliteRetentionTest, RebuildsSmallDatabaseOfOlderVersion) {
  Open();
  Add("s", 9 * kDay);
  RebuildWithoutVacuum(*database_);
  ASSERT_EQ(Number("PRAGMA auto_vacuum"), 0);
  Open();
  EXPECT_EQ(Number("PRAGMA auto_vacuum"), 2);
  EXPECT_TRUE(IsThere("s"));
}

TEST_F(SqliteRetentionTest, UsesLargeDatabaseOfOlderVersionUnchanged) {
  SessionLimits limits;
  limits.retention.max_age = std::chrono::days(1);
  Open(limits);
  for (int n = 0; n < 100; ++n) {
    Add(absl::StrCat("s", n), 9 * kDay, 100'000);
  }
  RebuildWithoutVacuum(*database_);
  Open(limits);
  EXPECT_EQ(Number("PRAGMA auto_vacuum"), 0);
  Upkeep();
  EXPECT_EQ(Number("SELECT count(*) FROM sessions"), 0);
}

class DeleteSessionTest : public SqliteRetentionTest {
 protected:
  void SetUp() override { Open(); }
  absl::StatusOr<PruneCounts> Delete(const std::string& id, double last_used,
                                     int64_t messages = 256) {
    SqliteRetention::Budget budget;
    budget.messages = messages;
    return SqliteRetention(database_->connection())
        .Delete(id, last_used, budget);
  }
};

TEST_F(DeleteSessionTest, AlsoDeletesItsResponses) {
  Add("s", 0);
  AddResponse("resp_1", "s", 0);
  AddResponse("resp_2", "other", 0);
  const auto counts = Delete("s", 0);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->sessions, 1);
  EXPECT_EQ(counts->messages, 2);
  EXPECT_EQ(counts->responses, 1);
  EXPECT_FALSE(counts->more);
  EXPECT_EQ(Number("SELECT count(*) FROM responses"), 1);
}

TEST_F(DeleteSessionTest, ReturnsNotFoundForUnknownSession) {
  EXPECT_TRUE(absl::IsNotFound(Delete("s", 0).status()));
}

TEST_F(DeleteSessionTest, RefusesSessionWithTurnInProgress) {
  BeginTurn("s", "x");
  EXPECT_TRUE(absl::IsUnavailable(Delete("s", 0).status()));
  EXPECT_TRUE(IsThere("s"));
}

TEST_F(DeleteSessionTest, StopsIfTheSessionIsUsedAgain) {
  Add("s", 60);
  Add("s", 60);
  const double seen = EpochNow() - 30;
  const auto first = Delete("s", seen, 1);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_TRUE(first->more);
  Add("s", 0);
  EXPECT_TRUE(absl::IsAborted(Delete("s", seen, 1).status()));
  EXPECT_TRUE(IsThere("s"));
}

}  // namespace
}  // namespace hermes::gateway
