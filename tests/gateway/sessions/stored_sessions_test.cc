#include "gateway/sessions/stored_sessions.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/config/retention_limits.h"
#include "gateway/session/session_database.h"
#include "gateway/session/session_limits.h"
#include "gateway/session/sqlite_connection.h"
#include "gateway/session/sqlite_retention.h"
#include "tests/gateway/session/stored_session.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

constexpr double kDay = 86'400;

using Ids = std::vector<std::string>;

// `gateway_` is the gateway's connection, which stays open.
class StoredSessionsTest : public testing::Test {
 protected:
  void SetUp() override {
    auto gateway = SessionDatabase::Open(home_.fd(), SessionLimits(),
                                         PreviousEnd::kThisProcess, false);
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
    RunSql("PRAGMA synchronous = OFF");
  }

  void Open() {
    auto store = StoredSessions::Open(home_.fd());
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  void RunSql(const std::string& sql) {
    const absl::Status done = gateway_->connection().Execute(sql);
    ASSERT_TRUE(done.ok()) << done;
  }
  int64_t Number(const std::string& sql) {
    return SqliteNumber(gateway_->connection(), sql).value_or(-1);
  }
  int64_t FileBytes() {
    struct stat status = {};
    EXPECT_EQ(stat(home_.Path("gateway.db").c_str(), &status), 0);
    return status.st_size;
  }

  Ids Listed(int64_t most = 1000) {
    const auto sessions = store_->List(most);
    EXPECT_TRUE(sessions.ok()) << sessions.status();
    Ids ids;
    for (const SessionListing& session : *sessions) ids.push_back(session.id);
    return ids;
  }

  TempDirectory home_;
  std::unique_ptr<SessionDatabase> gateway_;
  std::unique_ptr<StoredSessions> store_;
};

TEST_F(StoredSessionsTest, ListsTheNewestFirst) {
  AddStoredTurn(*gateway_, "older", 2 * kDay, 100);
  AddStoredTurn(*gateway_, "oldest", 3 * kDay);
  AddStoredTurn(*gateway_, "newest", 0);
  BeginStoredTurn(*gateway_, "newest", "x");
  Open();
  EXPECT_EQ(Listed(), (Ids{"newest", "older", "oldest"}));
  EXPECT_EQ(Listed(2), (Ids{"newest", "older"}));
  const auto sessions = store_->List(2);
  ASSERT_TRUE(sessions.ok()) << sessions.status();
  EXPECT_TRUE((*sessions)[0].turn_active);
  EXPECT_EQ((*sessions)[0].messages, 3);
  const SessionListing& older = (*sessions)[1];
  EXPECT_FALSE(older.turn_active);
  EXPECT_EQ(older.platform, "api_server");
  EXPECT_EQ(older.messages, 2);
  EXPECT_EQ(older.bytes, 106);  // includes "answer"
  EXPECT_EQ(older.created_at - older.updated_at, 2 * kDay);
}

TEST_F(StoredSessionsTest, LetsGatewayWriteBetweenStepsOfDelete) {
  for (int n = 0; n < 200; ++n) AddStoredTurn(*gateway_, "long", 0);
  AddStoredResponse(*gateway_, "resp_1", "long", 0);
  AddStoredTurn(*gateway_, "other", 0);
  Open();
  EXPECT_TRUE(store_->CheckDeletable("long").ok());
  const auto counts = store_->Delete("long");
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->sessions, 1);
  // Needs more than one step.
  EXPECT_EQ(counts->messages, 400);
  EXPECT_EQ(counts->responses, 1);
  EXPECT_EQ(Listed(), (Ids{"other"}));
  EXPECT_TRUE(absl::IsNotFound(store_->Delete("long").status()));
  EXPECT_TRUE(absl::IsNotFound(store_->CheckDeletable("long")));
}

TEST_F(StoredSessionsTest, DoesNotDeleteASessionWithATurnInProgress) {
  BeginStoredTurn(*gateway_, "talk", "x");
  Open();
  EXPECT_TRUE(absl::IsUnavailable(store_->CheckDeletable("talk")));
  EXPECT_TRUE(absl::IsUnavailable(store_->Delete("talk").status()));
  EXPECT_EQ(Listed(), (Ids{"talk"}));
  // Works only if no transaction is left open.
  AddStoredTurn(*gateway_, "other", 0);
}

TEST_F(StoredSessionsTest, PrunesWhatExpiredReports) {
  AddStoredTurn(*gateway_, "old", 9 * kDay);
  AddStoredTurn(*gateway_, "older", 10 * kDay);
  AddStoredTurn(*gateway_, "new", 2 * kDay);
  AddStoredResponse(*gateway_, "resp_1", "old", 9 * kDay);
  Open();
  RetentionLimits limits;
  limits.max_age = std::chrono::days(7);
  const auto expired = store_->Expired(limits);
  ASSERT_TRUE(expired.ok()) << expired.status();
  ASSERT_EQ(expired->size(), 3u);
  EXPECT_EQ((*expired)[0].item.id, "older");
  EXPECT_EQ((*expired)[0].reason, "age");
  EXPECT_EQ(Listed().size(), 3u);
  const auto counts = store_->Prune(limits);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->sessions, 2);
  EXPECT_EQ(counts->responses, 1);
  EXPECT_EQ(counts->messages, 4);
  EXPECT_FALSE(counts->more);
  EXPECT_EQ(Listed(), (Ids{"new"}));
  EXPECT_TRUE(store_->Expired(limits)->empty());
}

// Needs more than one step.
TEST_F(StoredSessionsTest, PrunesToCountLimit) {
  RunSql("BEGIN");
  for (int n = 0; n < 300; ++n) {
    AddStoredTurn(*gateway_, absl::StrCat("s", n), (300 - n) * kDay);
  }
  RunSql("COMMIT");
  Open();
  RetentionLimits limits;
  limits.max_sessions = 10;
  EXPECT_EQ(store_->Expired(limits)->size(), 290u);
  EXPECT_EQ(store_->Prune(limits)->sessions, 290);
  EXPECT_EQ(Listed().size(), 10u);
  EXPECT_EQ(Listed(1), (Ids{"s299"}));
}

TEST_F(StoredSessionsTest, PrunesNoMoreBytesThanNeeded) {
  for (int n = 0; n < 20; ++n) {
    AddStoredTurn(*gateway_, absl::StrCat("s", n), (20 - n) * kDay, 200'000);
  }
  Open();
  RetentionLimits limits;
  limits.max_bytes = 2'000'000;
  ASSERT_TRUE(store_->Prune(limits).ok());
  const size_t left = Listed().size();
  EXPECT_GE(left, 8u);
  EXPECT_LE(left, 10u);
  EXPECT_EQ(Listed(1), (Ids{"s19"}));
  EXPECT_TRUE(store_->Expired(limits)->empty());
}

TEST_F(StoredSessionsTest, ReleasesAllFreePages) {
  for (int n = 0; n < 20; ++n) {
    AddStoredTurn(*gateway_, absl::StrCat("s", n), 9 * kDay, 200'000);
  }
  Open();
  EXPECT_FALSE(store_->NeedsRebuild().value_or(true));
  RetentionLimits limits;
  limits.max_age = std::chrono::days(1);
  ASSERT_TRUE(store_->Prune(limits).ok());
  ASSERT_TRUE(gateway_->Checkpoint().ok());
  EXPECT_GT(FileBytes(), 4'000'000);
  EXPECT_TRUE(store_->ReleasePages().ok());
  EXPECT_EQ(Number("PRAGMA freelist_count"), 0);
  EXPECT_LT(FileBytes(), 200'000);
}

TEST_F(StoredSessionsTest, RebuildsADatabaseOfAnEarlierVersion) {
  for (int n = 0; n < 20; ++n) {
    AddStoredTurn(*gateway_, absl::StrCat("s", n), n * kDay, 200'000);
  }
  RebuildWithoutVacuum(*gateway_);
  gateway_.reset();
  Open();
  EXPECT_TRUE(store_->NeedsRebuild().value_or(false));
  EXPECT_TRUE(absl::IsFailedPrecondition(store_->ReleasePages()));
  RetentionLimits limits;
  limits.max_age = std::chrono::hours(36);
  ASSERT_TRUE(store_->Prune(limits).ok());
  EXPECT_GT(FileBytes(), 4'000'000);
  ASSERT_TRUE(store_->Rebuild().ok());
  EXPECT_LT(FileBytes(), 1'000'000);
  EXPECT_FALSE(store_->NeedsRebuild().value_or(true));
  EXPECT_TRUE(store_->ReleasePages().ok());
  EXPECT_EQ(Listed(), (Ids{"s0", "s1"}));
}

TEST_F(StoredSessionsTest, ChangesNeitherTablesNorTurnsOnOpen) {
  BeginStoredTurn(*gateway_, "talk", "x");
  RunSql("DROP INDEX sessions_by_update");
  Open();
  EXPECT_EQ(Listed(), (Ids{"talk"}));
  EXPECT_EQ(Number("SELECT count(*) FROM active_turns"), 1);
  EXPECT_EQ(Number("SELECT count(*) FROM sqlite_schema WHERE name ="
                   " 'sessions_by_update'"),
            0);
}

TEST_F(StoredSessionsTest, ReportsLockedDatabaseAfterTimeout) {
  AddStoredTurn(*gateway_, "talk", 0);
  Open();
  RunSql("BEGIN IMMEDIATE");
  EXPECT_TRUE(absl::IsUnavailable(store_->Delete("talk").status()));
  // Reading needs no lock.
  EXPECT_EQ(Listed(), (Ids{"talk"}));
  RunSql("COMMIT");
  EXPECT_TRUE(store_->Delete("talk").ok());
}

class OpenStoredSessionsTest : public testing::Test {
 protected:
  absl::Status Open() { return StoredSessions::Open(home_.fd()).status(); }
  TempDirectory home_;
};

TEST_F(OpenStoredSessionsTest, CreatesNoDatabase) {
  EXPECT_TRUE(absl::IsNotFound(Open()));
  EXPECT_FALSE(home_.Has("gateway.db"));
  home_.Write("gateway.db", "");
  EXPECT_TRUE(absl::IsNotFound(Open()));
  EXPECT_EQ(home_.Read("gateway.db"), "");
}

TEST_F(OpenStoredSessionsTest, RejectsNewerVersion) {
  home_.Write("gateway.db", "");
  {
    const auto database =
        SqliteConnection::Open(home_.Path("gateway.db"), 1000);
    ASSERT_TRUE(database.ok()) << database.status();
    ASSERT_TRUE((*database)->Execute("PRAGMA user_version = 99").ok());
  }
  const absl::Status status = Open();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_NE(status.message().find("schema 99"), std::string::npos);
}

TEST_F(OpenStoredSessionsTest, RejectsFileThatIsNotADatabase) {
  home_.Write("gateway.db", std::string(4096, 'x'));
  EXPECT_TRUE(absl::IsDataLoss(Open()));
  ASSERT_EQ(unlink(home_.Path("gateway.db").c_str()), 0);
  ASSERT_EQ(mkdir(home_.Path("gateway.db").c_str(), 0700), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(Open()));
}

TEST_F(OpenStoredSessionsTest, DoesNotFollowLink) {
  home_.Write("elsewhere", "");
  ASSERT_EQ(symlink("elsewhere", home_.Path("gateway.db").c_str()), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(Open()));
}

}  // namespace
}  // namespace hermes::gateway
