#include "gateway/session/session_database.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gateway/session/session_limits.h"
#include "gateway/session/sqlite_connection.h"
#include "gateway/turn/chat_message.h"
#include "gateway/turn/session_store.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

using Opened = absl::StatusOr<std::unique_ptr<SessionDatabase>>;

Opened Open(const TempDirectory& home,
            PreviousEnd previous = PreviousEnd::kUnclean,
            bool suspect = false) {
  return SessionDatabase::Open(home.fd(), SessionLimits(), previous, suspect);
}

TurnOpening Opening(const std::string& id, const std::string& text) {
  TurnOpening opening;
  opening.session.id = id;
  opening.platform = "api_server";
  opening.input = TextMessage(Role::kUser, text);
  return opening;
}

std::vector<std::string> CorruptFiles(const TempDirectory& home) {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(home.path())) {
    const std::string name = file.path().filename();
    if (name.starts_with("gateway.db.corrupt-")) names.push_back(name);
  }
  return names;
}

bool IsThere(SessionDatabase& database, const std::string& id) {
  return database.sessions().Find({"", id})->has_value();
}

// Creates a database with many pages, and closes it.
void Fill(const TempDirectory& home) {
  const Opened database = Open(home);
  ASSERT_TRUE(database.ok()) << database.status();
  ASSERT_TRUE((*database)->Begin().ok());
  for (int n = 0; n < 200; ++n) {
    const auto turn = (*database)->sessions().OpenTurn(
        Opening(absl::StrCat("s", n), std::string(500, 'x')));
    ASSERT_TRUE(turn.ok()) << turn.status();
  }
  ASSERT_TRUE((*database)->Commit().ok());
}

TEST(SessionDatabaseTest, CreatesFilesThatOnlyTheOwnerCanRead) {
  const TempDirectory home;
  const mode_t old = umask(0);
  const Opened database = Open(home);
  umask(old);
  ASSERT_TRUE(database.ok()) << database.status();
  for (const char* name : {"gateway.db", "gateway.db-wal", "gateway.db-shm"}) {
    struct stat status = {};
    ASSERT_EQ(lstat(home.Path(name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 0777, 0600U) << name;
  }
}

TEST(SessionDatabaseTest, SetsPragmasForDurableCommits) {
  const TempDirectory home;
  const Opened database = Open(home);
  ASSERT_TRUE(database.ok()) << database.status();
  for (const auto& [pragma, value] :
       {std::pair{"journal_mode", "wal"}, std::pair{"synchronous", "2"},
        std::pair{"foreign_keys", "1"}, std::pair{"temp_store", "2"}}) {
    SqliteQuery query =
        (*database)->connection().Query(absl::StrCat("PRAGMA ", pragma));
    ASSERT_TRUE(query.Step().value_or(false));
    EXPECT_EQ(query.Text(0), value) << pragma;
  }
}

TEST(SessionDatabaseTest, RemovesWalAndShmWhenClosed) {
  const TempDirectory home;
  Fill(home);
  EXPECT_TRUE(home.Has("gateway.db"));
  EXPECT_FALSE(home.Has("gateway.db-wal"));
  EXPECT_FALSE(home.Has("gateway.db-shm"));
}

TEST(SessionDatabaseTest, DoesNotFollowLink) {
  const TempDirectory home;
  home.Write("victim", "");
  ASSERT_EQ(symlink("victim", home.Path("gateway.db").c_str()), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(Open(home).status()));
  EXPECT_EQ(home.Read("victim"), "");
}

TEST(SessionDatabaseTest, DoesNotFollowLinksInPlaceOfWalOrShm) {
  for (const char* name : {"gateway.db-wal", "gateway.db-shm"}) {
    const TempDirectory home;
    Fill(home);
    home.Write("victim", "");
    ASSERT_EQ(symlink("victim", home.Path(name).c_str()), 0);
    const Opened database = Open(home);
    if (database.ok()) {
      EXPECT_FALSE((*database)->sessions().OpenTurn(Opening("s", "x")).ok());
    }
    EXPECT_EQ(home.Read("victim"), "") << name;
  }
}

TEST(SessionDatabaseTest, OpensHomeThroughALink) {
  const TempDirectory home;
  const TempDirectory elsewhere;
  ASSERT_EQ(symlink(home.path().c_str(), elsewhere.Path("home").c_str()), 0);
  const int fd =
      open(elsewhere.Path("home").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const Opened database =
      SessionDatabase::Open(fd, SessionLimits(), PreviousEnd::kClean, false);
  EXPECT_TRUE(database.ok()) << database.status();
  close(fd);
}

TEST(SessionDatabaseTest, RejectsAndKeepsNewerSchema) {
  const TempDirectory home;
  {
    const Opened database = Open(home);
    ASSERT_TRUE(database.ok());
    ASSERT_TRUE(
        (*database)->connection().Execute("PRAGMA user_version = 4711").ok());
  }
  const Opened database = Open(home);
  EXPECT_TRUE(absl::IsFailedPrecondition(database.status()))
      << database.status();
  EXPECT_TRUE(CorruptFiles(home).empty());
}

TEST(SessionDatabaseTest, MovesFileAsideThatIsNotADatabase) {
  const TempDirectory home;
  home.Write("gateway.db", std::string(5000, 'x'));
  const Opened database = Open(home);
  ASSERT_TRUE(database.ok()) << database.status();
  const std::vector<std::string> corrupt = CorruptFiles(home);
  ASSERT_EQ(corrupt.size(), 1U);
  EXPECT_EQ(home.Read(corrupt[0]), std::string(5000, 'x'));
  EXPECT_TRUE((*database)->sessions().OpenTurn(Opening("s", "x")).ok());
}

// A disk that damages every database must not fill up with damaged ones.
TEST(SessionDatabaseTest, KeepsOnlyTheNewestDamagedDatabases) {
  const TempDirectory home;
  for (int n = 0; n < 5; ++n) {
    home.Write("gateway.db", std::string(5000, static_cast<char>('a' + n)));
    ASSERT_TRUE(Open(home).ok());
  }
  std::string kept;
  for (const std::string& name : CorruptFiles(home)) kept += home.Read(name)[0];
  std::sort(kept.begin(), kept.end());
  EXPECT_EQ(kept, "cde");
}

TEST(SessionDatabaseTest, MovesDatabaseWithDamagedPageAside) {
  for (const PreviousEnd previous :
       {PreviousEnd::kClean, PreviousEnd::kUnclean}) {
    const TempDirectory home;
    Fill(home);
    const int fd = open(home.Path("gateway.db").c_str(), O_WRONLY | O_CLOEXEC);
    const std::string noise(4096, '\x5a');
    for (const off_t page : {20, 21, 22}) {
      ASSERT_EQ(pwrite(fd, noise.data(), noise.size(), page * 4096), 4096);
    }
    close(fd);
    const Opened database = Open(home, previous);
    ASSERT_TRUE(database.ok()) << database.status();
    EXPECT_EQ(CorruptFiles(home).size(), 1U);
    EXPECT_FALSE(IsThere(**database, "s1"));
  }
}

TEST(SessionDatabaseTest, MovesTruncatedDatabaseAside) {
  const TempDirectory home;
  Fill(home);
  ASSERT_EQ(truncate(home.Path("gateway.db").c_str(), 10 * 4096), 0);
  const Opened database = Open(home);
  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_EQ(CorruptFiles(home).size(), 1U);
}

TEST(SessionDatabaseTest, CreatesTablesInEmptyFile) {
  const TempDirectory home;
  home.Write("gateway.db", "");
  EXPECT_TRUE(Open(home).ok());
  EXPECT_TRUE(CorruptFiles(home).empty());
}

// A killed process leaves a database whose last commits are in the -wal.
TEST(SessionDatabaseTest, ReadsWalOfKilledProcess) {
  const TempDirectory home;
  const TempDirectory copy;
  {
    const Opened database = Open(home);
    ASSERT_TRUE(database.ok());
    ASSERT_TRUE((*database)->sessions().OpenTurn(Opening("s", "x")).ok());
    for (const char* name : {"gateway.db", "gateway.db-wal"}) {
      std::filesystem::copy(home.Path(name), copy.Path(name));
    }
  }
  const Opened database = Open(copy);
  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_TRUE(IsThere(**database, "s"));
}

TEST(SessionDatabaseTest, WritesWhileAnotherProcessReads) {
  const TempDirectory home;
  Fill(home);
  Opened database = Open(home);
  ASSERT_TRUE(database.ok()) << database.status();
  const auto reader = SqliteConnection::Open(
      std::filesystem::canonical(home.Path("gateway.db")), 0);
  ASSERT_TRUE(reader.ok()) << reader.status();
  SqliteQuery query = (*reader)->Query("SELECT id FROM sessions");
  ASSERT_TRUE(query.Step().value_or(false));
  EXPECT_TRUE((*database)->sessions().OpenTurn(Opening("new", "x")).ok());
  database->reset();
  EXPECT_TRUE(IsThere(**Open(home, PreviousEnd::kClean), "new"));
}

TEST(SessionDatabaseTest, ReturnsUnavailableWhileLockedByAnotherProcess) {
  const TempDirectory home;
  const Opened database = Open(home);
  ASSERT_TRUE(database.ok()) << database.status();
  (*database)->connection().SetPatience(0);
  const auto other = SqliteConnection::Open(
      std::filesystem::canonical(home.Path("gateway.db")), 0);
  ASSERT_TRUE((*other)->Execute("BEGIN IMMEDIATE").ok());
  EXPECT_TRUE(absl::IsUnavailable((*database)->Begin()));
  ASSERT_TRUE((*other)->Execute("ROLLBACK").ok());
  EXPECT_TRUE((*database)->Begin().ok());
}

TEST(SessionDatabaseTest, RollsBackOnlyThePartThatFailed) {
  const TempDirectory home;
  const Opened opened = Open(home);
  ASSERT_TRUE(opened.ok()) << opened.status();
  SessionDatabase& database = **opened;
  ASSERT_TRUE(database.Begin().ok());
  for (const bool keep : {true, false, true}) {
    ASSERT_TRUE(database.BeginPart().ok());
    const std::string id = keep ? "kept" : "gone";
    ASSERT_TRUE(database.sessions().OpenTurn(Opening(id, "x")).ok());
    ASSERT_TRUE(database.EndPart(keep).ok());
  }
  ASSERT_TRUE(database.Commit().ok());
  EXPECT_TRUE(IsThere(database, "kept"));
  EXPECT_FALSE(IsThere(database, "gone"));
}

TEST(SessionDatabaseTest, DetectsThatItsFileWasRemoved) {
  const TempDirectory home;
  const Opened database = Open(home);
  ASSERT_TRUE(database.ok()) << database.status();
  EXPECT_TRUE((*database)->InPlace());
  unlink(home.Path("gateway.db").c_str());
  EXPECT_FALSE((*database)->InPlace());
}

TEST(NeedsFullCheckTest, ChecksLargeDatabasesOnlyIfSuspectOrUnclean) {
  constexpr int64_t kSmall = int64_t{1} << 20;
  constexpr int64_t kMiddle = int64_t{40} << 20;
  constexpr int64_t kLarge = int64_t{1} << 40;
  EXPECT_TRUE(NeedsFullCheck(PreviousEnd::kClean, false, kSmall));
  EXPECT_FALSE(NeedsFullCheck(PreviousEnd::kClean, false, kMiddle));
  EXPECT_TRUE(NeedsFullCheck(PreviousEnd::kUnclean, false, kMiddle));
  EXPECT_FALSE(NeedsFullCheck(PreviousEnd::kUnclean, false, kLarge));
  EXPECT_TRUE(NeedsFullCheck(PreviousEnd::kThisProcess, true, kLarge));
}

}  // namespace
}  // namespace hermes::gateway
