// `hermes sessions` next to a gateway, and the gateway's own pruning, with the
// real binary.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/session/session_database.h"
#include "gateway/session/session_limits.h"
#include "gateway/session/sqlite_connection.h"
#include "tests/gateway/http_client.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/process/sessions_verb.h"
#include "tests/gateway/process/turn_fixture.h"
#include "tests/gateway/session/stored_session.h"

namespace hermes::gateway {
namespace {

constexpr int kDone = 0;
constexpr int kUsage = 64;
constexpr int kTryLater = 75;

constexpr double kDay = 86'400;

class SessionsProcessTest : public TurnFixture {
 protected:
  std::string Say(const std::string& session, const std::string& text) {
    return Said(Ask(text, SessionHeader(session)));
  }

  int Sessions(const std::vector<std::string>& args) {
    return RunSessions(home_, args).code;
  }

  bool Lists(const std::string& id) {
    const VerbResult listed = RunSessions(home_, {"list", "--json"});
    EXPECT_EQ(listed.code, kDone) << listed.err;
    const auto document = listed.Json();
    for (const auto& session : document.at("sessions").as_array()) {
      if (session.at("id").as_string() == id) return true;
    }
    return false;
  }

  // Leaves the sessions "old", last used two days ago, and "new"; the gateway
  // has been killed.
  void LeaveAnOldSession() {
    Start();
    EXPECT_EQ(Say("old", "one"), "echo: one [2 messages]");
    EXPECT_EQ(Say("new", "one"), "echo: one [2 messages]");
    Kill();
    const auto database =
        SqliteConnection::Open(home_.Path("gateway.db"), 1000);
    ASSERT_TRUE(database.ok()) << database.status();
    ASSERT_TRUE((*database)
                    ->Execute("UPDATE sessions SET updated_at = updated_at -"
                              " 172800 WHERE id = 'old'")
                    .ok());
  }

  int64_t DatabaseBytes() {
    struct stat status = {};
    EXPECT_EQ(stat(home_.Path("gateway.db").c_str(), &status), 0);
    return status.st_size;
  }
};

TEST_F(SessionsProcessTest, DeletesNextToARunningGateway) {
  Start();
  EXPECT_EQ(Say("talk", "one"), "echo: one [2 messages]");
  EXPECT_EQ(Say("talk", "two"), "echo: two [4 messages]");
  EXPECT_TRUE(Lists("talk"));
  EXPECT_EQ(Sessions({"delete", "talk"}), kUsage);
  EXPECT_EQ(Sessions({"delete", "talk", "--dry-run"}), kDone);
  EXPECT_TRUE(Lists("talk"));
  EXPECT_EQ(Sessions({"delete", "talk", "-y"}), kDone);
  EXPECT_FALSE(Lists("talk"));
  EXPECT_EQ(Sessions({"delete", "talk", "-y"}), kUsage);
  EXPECT_EQ(Say("talk", "three"), "echo: three [2 messages]");
}

TEST_F(SessionsProcessTest, DoesNotDeleteASessionWithATurnInProgress) {
  Start();
  const HttpClient client = BeginSlowStream("talk");
  const VerbResult refused = RunSessions(home_, {"delete", "talk", "-y"});
  EXPECT_EQ(refused.code, kTryLater);
  EXPECT_NE(refused.err.find("it has a turn in progress"), std::string::npos)
      << refused.err;
  EXPECT_TRUE(Lists("talk"));
}

TEST_F(SessionsProcessTest, GatewayPrunesByAgeAndCount) {
  for (const char* limit :
       {"session_max_age_days: 1", "session_max_count: 1"}) {
    LeaveAnOldSession();
    Start(absl::StrCat("gateway: {", limit, "}\n"));
    EXPECT_TRUE(Eventually([this] { return !Lists("old"); })) << limit;
    // What was acknowledged within the retention period is kept.
    EXPECT_EQ(Say("new", "two"), "echo: two [4 messages]") << limit;
    EXPECT_EQ(Say("old", "two"), "echo: two [2 messages]") << limit;
    Kill();
    EXPECT_EQ(Sessions({"delete", "old", "new", "-y"}), kDone);
  }
}

// Of 16 MiB the limit keeps 2. The file system gets the rest back, except the
// megabyte that later turns use.
TEST_F(SessionsProcessTest, GatewayPrunesByBytesAndShrinksFile) {
  constexpr int kSessions = 32;
  {
    const auto database = SessionDatabase::Open(
        home_.fd(), SessionLimits(), PreviousEnd::kThisProcess, false);
    ASSERT_TRUE(database.ok()) << database.status();
    for (int n = 0; n < kSessions; ++n) {
      AddStoredTurn(**database, absl::StrCat("s", n), (kSessions - n) * kDay,
                    size_t{512} << 10);
    }
  }
  ASSERT_GT(DatabaseBytes(), 16'000'000);
  Start("gateway: {session_max_bytes: 2097152}\n");
  EXPECT_TRUE(Eventually([this] { return DatabaseBytes() < 4'000'000; }))
      << DatabaseBytes();
  EXPECT_FALSE(Lists("s0"));
  EXPECT_TRUE(Lists(absl::StrCat("s", kSessions - 1)));
  EXPECT_EQ(Say("talk", "one"), "echo: one [2 messages]");
}

// A database of an earlier version is rebuilt only while no gateway uses it.
TEST_F(SessionsProcessTest, RequiresStoppedGatewayToVacuumEarlierVersion) {
  {
    const auto database = SessionDatabase::Open(
        home_.fd(), SessionLimits(), PreviousEnd::kThisProcess, false);
    ASSERT_TRUE(database.ok()) << database.status();
    // More than the gateway rebuilds when it starts.
    for (int n = 0; n < 20; ++n) {
      AddStoredTurn(**database, absl::StrCat("s", n), 2 * kDay,
                    size_t{512} << 10);
    }
    AddStoredTurn(**database, "kept", 0);
    RebuildWithoutVacuum(**database);
  }
  const std::vector<std::string> prune = {"prune", "--max-age-days=1", "-y",
                                          "--vacuum"};
  Start();
  const VerbResult refused = RunSessions(home_, prune);
  EXPECT_EQ(refused.code, kTryLater);
  EXPECT_NE(refused.err.find("stop the gateway"), std::string::npos)
      << refused.err;
  EXPECT_GT(DatabaseBytes(), 10'000'000);
  EXPECT_EQ(Say("kept", "two"), "echo: two [3 messages]");
  Kill();
  const VerbResult done = RunSessions(home_, prune);
  EXPECT_EQ(done.code, kDone) << done.err;
  EXPECT_LT(DatabaseBytes(), 1'000'000);
  const auto database = SqliteConnection::Open(home_.Path("gateway.db"), 1000);
  ASSERT_TRUE(database.ok()) << database.status();
  SqliteQuery mode = (*database)->Query("PRAGMA auto_vacuum");
  ASSERT_TRUE(mode.Step().value_or(false));
  EXPECT_EQ(mode.Integer(0), 2);
  Start();
  EXPECT_EQ(Say("kept", "three"), "echo: three [5 messages]");
}

}  // namespace
}  // namespace hermes::gateway
