#include "gateway/session/session_schema.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "gateway/session/sqlite_connection.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

class MigrateTest : public testing::Test {
 protected:
  void SetUp() override {
    home_.Write("x.db", "");
    auto connection = SqliteConnection::Open(home_.Path("x.db"), 0);
    ASSERT_TRUE(connection.ok()) << connection.status();
    connection_ = *std::move(connection);
  }

  int64_t Number(const std::string& sql) {
    SqliteQuery query = connection_->Query(sql);
    EXPECT_TRUE(query.Step().value_or(false)) << sql;
    return query.Integer(0);
  }

  TempDirectory home_;
  std::unique_ptr<SqliteConnection> connection_;
};

TEST_F(MigrateTest, AppliesMissingMigrations) {
  const std::vector<const char*> steps = {
      "CREATE TABLE t (a); INSERT INTO t VALUES (1)",
      "ALTER TABLE t ADD COLUMN b DEFAULT 7", "UPDATE t SET a = a + 1"};
  const absl::Span<const char* const> all(steps);
  ASSERT_TRUE(Migrate(*connection_, all.first(1)).ok());
  ASSERT_TRUE(Migrate(*connection_, all).ok());
  ASSERT_TRUE(Migrate(*connection_, all).ok());
  EXPECT_EQ(Number("SELECT a * 10 + b FROM t"), 27);
  EXPECT_EQ(Number("PRAGMA user_version"), 3);
}

TEST_F(MigrateTest, RollsBackIfAMigrationFails) {
  const std::vector<const char*> good = {"CREATE TABLE t (a)"};
  ASSERT_TRUE(Migrate(*connection_, good).ok());
  const std::vector<const char*> bad = {good[0], "CREATE TABLE u (a)",
                                        "nonsense"};
  EXPECT_FALSE(Migrate(*connection_, bad).ok());
  EXPECT_EQ(Number("PRAGMA user_version"), 1);
  EXPECT_EQ(Number("SELECT count(*) FROM sqlite_schema"), 1);
}

TEST_F(MigrateTest, RejectsNewerDatabase) {
  ASSERT_TRUE(connection_->Execute("PRAGMA user_version = 9").ok());
  const absl::Status status = Migrate(*connection_, SessionMigrations());
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_NE(status.ToString().find("schema 9"), std::string::npos) << status;
  EXPECT_EQ(Number("SELECT count(*) FROM sqlite_schema"), 0);
}

TEST_F(MigrateTest, CreatesTables) {
  ASSERT_TRUE(Migrate(*connection_, SessionMigrations()).ok());
  for (const char* table : {"sessions", "messages", "gateway_routing",
                            "responses", "conversations"}) {
    EXPECT_EQ(Number(std::string("SELECT count(*) FROM ") + table), 0);
  }
}

// A rollback to the first release, which supports only this version, must be
// possible.
TEST_F(MigrateTest, AddsIndexesWithoutChangingTheVersion) {
  ASSERT_TRUE(Migrate(*connection_, SessionMigrations()).ok());
  ASSERT_TRUE(AddIndexes(*connection_).ok());
  ASSERT_TRUE(AddIndexes(*connection_).ok());
  EXPECT_EQ(Number("PRAGMA user_version"), 1);
  EXPECT_EQ(Number("SELECT count(*) FROM sqlite_schema"
                   " WHERE name = 'sessions_by_update'"),
            1);
}

}  // namespace
}  // namespace hermes::gateway
