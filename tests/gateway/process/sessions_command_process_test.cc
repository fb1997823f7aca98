// `hermes sessions` without a gateway: documents, questions and exit codes of
// the real binary.
#include <fcntl.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/session/session_database.h"
#include "gateway/session/session_limits.h"
#include "gateway/session/sqlite_connection.h"
#include "shim/base/unique_fd.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/process/sessions_verb.h"
#include "tests/gateway/session/stored_session.h"
#include "tests/gateway/small_disk.h"
#include "tests/gateway/temp_directory.h"
#include "tests/process/pty.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

constexpr int kDone = 0;
constexpr int kNotConfirmed = 1;
constexpr int kUsage = 64;
constexpr int kDamaged = 69;
constexpr int kSystemCall = 71;
constexpr int kDiskFull = 73;
constexpr int kTryLater = 75;
constexpr int kPermission = 77;
constexpr int kConfiguration = 78;

constexpr double kDay = 86'400;
constexpr uid_t kHermes = 10'000;

using Args = std::vector<std::string>;

std::unique_ptr<SessionDatabase> OpenDatabase(int home_fd) {
  auto database = SessionDatabase::Open(home_fd, SessionLimits(),
                                        PreviousEnd::kThisProcess, false);
  EXPECT_TRUE(database.ok()) << database.status();
  return database.ok() ? *std::move(database) : nullptr;
}

// Adds the sessions "old" (9 days) with a response, and "new".
void AddSessions(SessionDatabase& database) {
  AddStoredTurn(database, "old", 9 * kDay);
  AddStoredTurn(database, "old", 9 * kDay);
  AddStoredResponse(database, "resp_1", "old", 9 * kDay);
  AddStoredTurn(database, "new", 0);
}

class SessionsCommandTest : public testing::Test {
 protected:
  void MakeDatabase() { AddSessions(*OpenDatabase(home_.fd())); }

  VerbResult Run(const Args& args, const Launch& launch = {}) const {
    return RunSessions(home_, args, launch);
  }

  // Expects that the command fails with one line on stderr.
  void Fails(int code, const std::string& text, const Args& args,
             const Launch& launch = {}) const {
    const VerbResult failed = Run(args, launch);
    EXPECT_EQ(failed.code, code) << failed.err;
    EXPECT_EQ(failed.err.rfind("hermes: ", 0), 0u) << failed.err;
    EXPECT_EQ(failed.err.find('\n'), failed.err.size() - 1) << failed.err;
    EXPECT_NE(failed.err.find(text), std::string::npos) << failed.err;
    EXPECT_EQ(failed.out, "");
  }

  // Returns the ids of the sessions, most recently used first.
  Args Ids() const {
    const VerbResult listed = Run({"list", "--json"});
    EXPECT_EQ(listed.code, kDone) << listed.err;
    const json::value document = listed.Json();
    Args ids;
    for (const json::value& session : document.at("sessions").as_array()) {
      ids.emplace_back(session.at("id").as_string());
    }
    return ids;
  }

  // Gives the home and everything in it to the hermes uid.
  void GiveHome() const {
    ASSERT_EQ(chown(home_.path().c_str(), kHermes, kHermes), 0);
    for (const auto& entry :
         std::filesystem::directory_iterator(home_.path())) {
      ASSERT_EQ(lchown(entry.path().c_str(), kHermes, kHermes), 0);
    }
  }

  TempDirectory home_;
};

TEST_F(SessionsCommandTest, ReportsNoSessionsWithoutDatabase) {
  EXPECT_EQ(json::serialize(Run({"list", "--json"}).Json()),
            R"({"version":1,"sessions":[]})");
  EXPECT_EQ(json::serialize(Run({"prune", "-y", "--vacuum", "--json"}).Json()),
            R"({"version":1,"dry_run":false,"sessions":0,"responses":0,)"
            R"("messages":0})");
  Fails(kUsage, "there is no such session", {"delete", "old", "-y"});
  EXPECT_FALSE(home_.Has("gateway.db"));
}

TEST_F(SessionsCommandTest, ListDescribesEachSession) {
  {
    const auto database = OpenDatabase(home_.fd());
    AddSessions(*database);
    BeginStoredTurn(*database, "new", "x");
  }
  const VerbResult listed = Run({"list", "--json"});
  ASSERT_EQ(listed.code, kDone) << listed.err;
  const json::value document = listed.Json();
  EXPECT_EQ(document.at("version"), 1);
  const json::array& sessions = document.at("sessions").as_array();
  ASSERT_EQ(sessions.size(), 2u);
  EXPECT_EQ(sessions[0].at("id"), "new");
  EXPECT_EQ(sessions[0].at("turn_active"), true);
  EXPECT_EQ(sessions[1].at("id"), "old");
  EXPECT_EQ(sessions[1].at("platform"), "api_server");
  EXPECT_EQ(sessions[1].at("messages"), 4);
  // Two messages of 10 bytes, and "answer" twice.
  EXPECT_EQ(sessions[1].at("bytes"), 32);
  EXPECT_EQ(sessions[1].at("turn_active"), false);
  EXPECT_LT(sessions[1].at("updated_at").as_string(),
            sessions[1].at("created_at").as_string());
  const std::string text = Run({"list", "--limit", "1"}).out;
  EXPECT_NE(text.find("new  (turn in progress)\n"), std::string::npos) << text;
  EXPECT_EQ(text.find("old"), std::string::npos) << text;
}

TEST_F(SessionsCommandTest, DeleteReportsEachSession) {
  MakeDatabase();
  const VerbResult dry = Run({"delete", "old", "new", "--dry-run", "--json"});
  EXPECT_EQ(dry.code, kDone);
  EXPECT_EQ(json::serialize(dry.Json()),
            R"({"version":1,"dry_run":true,"sessions":[)"
            R"({"id":"old","deleted":false,"messages":0,"responses":0},)"
            R"({"id":"new","deleted":false,"messages":0,"responses":0}]})");
  EXPECT_EQ(Ids(), (Args{"new", "old"}));
  // A failure for one does not affect the others.
  const VerbResult done = Run({"delete", "none", "old", "-y", "--json"});
  EXPECT_EQ(done.code, kUsage);
  EXPECT_EQ(done.err, "hermes: session none: there is no such session\n");
  EXPECT_EQ(json::serialize(done.Json()),
            R"({"version":1,"dry_run":false,"sessions":[)"
            R"({"id":"none","deleted":false,"messages":0,"responses":0},)"
            R"({"id":"old","deleted":true,"messages":4,"responses":1}]})");
  EXPECT_EQ(Ids(), (Args{"new"}));
  EXPECT_EQ(Run({"delete", "-y", "--", "new"}).out,
            "session new deleted: 2 message(s), 0 stored response(s)\n");
}

TEST_F(SessionsCommandTest, PruneReportsWhatItRemoves) {
  MakeDatabase();
  const VerbResult dry =
      Run({"prune", "--max-age-days", "7", "--dry-run", "--json"});
  EXPECT_EQ(dry.code, kDone);
  const json::value document = dry.Json();
  EXPECT_EQ(document.at("dry_run"), true);
  const json::array& items = document.at("items").as_array();
  ASSERT_EQ(items.size(), 2u);
  for (const json::value& item : items) {
    const bool session = item.at("kind") == "session";
    EXPECT_EQ(item.at("id"), session ? "old" : "resp_1");
    EXPECT_EQ(item.at("kind"), session ? "session" : "response");
    EXPECT_EQ(item.at("reason"), "age");
    EXPECT_TRUE(item.at("updated_at").is_string());
  }
  EXPECT_EQ(Ids(), (Args{"new", "old"}));
  const VerbResult done = Run({"prune", "--max-age-days=7", "-y", "--json"});
  EXPECT_EQ(done.code, kDone);
  EXPECT_EQ(json::serialize(done.Json()),
            R"({"version":1,"dry_run":false,"sessions":1,"responses":1,)"
            R"("messages":4})");
  EXPECT_EQ(Ids(), (Args{"new"}));
  EXPECT_EQ(Run({"prune", "--dry-run"}).out, "nothing to prune\n");
}

TEST_F(SessionsCommandTest, PruneUsesTheConfiguredLimits) {
  MakeDatabase();
  home_.Write("config.yaml", "gateway: {session_max_age_days: 7}\n");
  // 0 switches a limit off.
  EXPECT_EQ(Run({"prune", "-y", "--max-age-days=0"}).out,
            "pruned 0 session(s), 0 message(s), 0 stored response(s)\n");
  EXPECT_EQ(Run({"prune", "-y"}).out,
            "pruned 1 session(s), 4 message(s), 1 stored response(s)\n");
}

// The input at a terminal, and everything the command prints on it.
struct Dialogue {
  const char* name;
  const char* keys;
  int code;
};

class SessionsQuestionTest : public SessionsCommandTest,
                             public testing::WithParamInterface<Dialogue> {};

TEST_P(SessionsQuestionTest, RemovesOnlyAfterYes) {
  for (const Args& args :
       {Args{"delete", "old"}, Args{"prune", "--max-age-days=7"}}) {
    MakeDatabase();
    fixture::Pty terminal;
    Launch launch;
    launch.args = {"sessions"};
    launch.args.insert(launch.args.end(), args.begin(), args.end());
    launch.stdin_fd = terminal.slave();
    launch.stdout_fd = terminal.slave();
    GatewayProcess verb(home_, launch);
    ASSERT_TRUE(terminal.WaitForScreen("? [y/N] ")) << verb.Err();
    EXPECT_TRUE(verb.Running());
    terminal.Type(GetParam().keys);
    EXPECT_EQ(verb.Wait(), GetParam().code) << verb.Err();
    const bool removed = GetParam().code == kDone;
    EXPECT_EQ(Ids(), removed ? (Args{"new"}) : (Args{"new", "old"}));
    EXPECT_EQ(verb.Err(),
              removed ? "" : "hermes: not confirmed; nothing was removed\n");
    for (const char* name :
         {"gateway.db", "gateway.db-wal", "gateway.db-shm"}) {
      unlink(home_.Path(name).c_str());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Table, SessionsQuestionTest,
    testing::Values(Dialogue{"Y", "y\n", kDone}, Dialogue{"BigY", "Y\n", kDone},
                    Dialogue{"Yes", "yes\n", kDone},
                    Dialogue{"No", "n\n", kNotConfirmed},
                    Dialogue{"Enter", "\n", kNotConfirmed},
                    Dialogue{"AnotherWord", "yesterday\n", kNotConfirmed},
                    Dialogue{"EndOfFile", "\x04", kNotConfirmed}),
    [](const testing::TestParamInfo<Dialogue>& i) { return i.param.name; });

TEST_F(SessionsCommandTest, RemovesNothingIfInterruptedAtQuestion) {
  MakeDatabase();
  fixture::Pty terminal;
  Launch launch;
  launch.args = {"sessions", "delete", "old"};
  launch.stdin_fd = terminal.slave();
  launch.stdout_fd = terminal.slave();
  GatewayProcess verb(home_, launch);
  ASSERT_TRUE(terminal.WaitForScreen("Delete 1 session(s)? [y/N] "));
  verb.Signal(SIGINT);
  EXPECT_EQ(verb.Wait(), 128 + SIGINT);
  EXPECT_EQ(Ids(), (Args{"new", "old"}));
}

TEST_F(SessionsCommandTest, RequiresYesOptionWithoutTerminal) {
  MakeDatabase();
  Fails(kUsage, "needs -y without a terminal", {"delete", "old"});
  Fails(kUsage, "needs -y without a terminal", {"prune"});
  EXPECT_EQ(Ids(), (Args{"new", "old"}));
}

TEST_F(SessionsCommandTest, NamesWordInUsageErrors) {
  Fails(kUsage, "needs a sub-command", {});
  Fails(kUsage, "--frob", {"prune", "--frob"});
  EXPECT_NE(Run({"--help"}).out.find("usage: hermes"), std::string::npos);
  EXPECT_EQ(Run({"--help"}).code, kDone);
}

TEST_F(SessionsCommandTest, ExitsWith69IfDatabaseIsDamaged) {
  home_.Write("gateway.db", std::string(8192, 'x'));
  for (const Args& args :
       {Args{"list"}, Args{"delete", "old", "-y"}, Args{"prune", "-y"}}) {
    Fails(kDamaged, "gateway.db", args);
  }
  EXPECT_EQ(home_.Read("gateway.db"), std::string(8192, 'x'));
}

// Damages a page in the middle, which is noticed only when it is read.
TEST_F(SessionsCommandTest, ExitsWith69IfPageIsDamaged) {
  MakeDatabase();
  const UniqueFd file(open(home_.Path("gateway.db").c_str(), O_RDWR));
  const std::string page(4096, '\xff');
  const off_t size = lseek(file.get(), 0, SEEK_END);
  for (off_t at = 4096; at < size; at += 4096) {
    ASSERT_EQ(pwrite(file.get(), page.data(), page.size(), at), 4096);
  }
  Fails(kDamaged, "gateway.db", {"list"});
}

TEST_F(SessionsCommandTest, ExitsWith73IfDiskIsFull) {
  SmallDisk disk(home_);
  {
    const auto database = OpenDatabase(disk.fd());
    AddSessions(*database);
  }
  disk.Fill(0);
  Fails(kDiskFull, "gateway.db", {"delete", "old", "-y"});
  Fails(kDiskFull, "gateway.db", {"prune", "--max-age-days=7", "-y"});
  disk.MakeRoom();
  EXPECT_EQ(Ids(), (Args{"new", "old"}));
  EXPECT_EQ(Run({"delete", "old", "-y"}).code, kDone);
}

TEST_F(SessionsCommandTest, ExitsWith75IfDatabaseIsLocked) {
  MakeDatabase();
  const auto other = SqliteConnection::Open(home_.Path("gateway.db"), 1000);
  ASSERT_TRUE(other.ok()) << other.status();
  ASSERT_TRUE((*other)->Execute("BEGIN IMMEDIATE").ok());
  Fails(kTryLater, "locked", {"delete", "old", "-y"});
  EXPECT_EQ(Ids(), (Args{"new", "old"}));
}

TEST_F(SessionsCommandTest, ExitsWith77ForAnotherUsersDatabase) {
  MakeDatabase();
  ASSERT_EQ(chmod(home_.path().c_str(), 0755), 0);
  Launch launch;
  launch.uid = kHermes;
  Fails(kPermission, "gateway.db", {"list"}, launch);
  Fails(kPermission, "gateway.db", {"delete", "old", "-y"}, launch);
}

TEST_F(SessionsCommandTest, ExitsWith77IfDatabaseIsReadOnly) {
  MakeDatabase();
  GiveHome();
  ASSERT_EQ(chmod(home_.Path("gateway.db").c_str(), 0400), 0);
  Launch launch;
  launch.uid = kHermes;
  Fails(kPermission, "gateway.db", {"delete", "old", "-y"}, launch);
}

TEST_F(SessionsCommandTest, ExitsWith78ForInvalidConfigurationOrNewerVersion) {
  MakeDatabase();
  home_.Write("config.yaml", "gateway: {session_max_age_days: -1}\n");
  Fails(kConfiguration, "session_max_age_days", {"prune", "-y"});
  // list and delete need no limits.
  EXPECT_EQ(Ids(), (Args{"new", "old"}));
  {
    const auto database =
        SqliteConnection::Open(home_.Path("gateway.db"), 1000);
    ASSERT_TRUE(database.ok()) << database.status();
    ASSERT_TRUE((*database)->Execute("PRAGMA user_version = 99").ok());
  }
  for (const Args& args :
       {Args{"list"}, Args{"delete", "old", "-y"}, Args{"prune", "-y"}}) {
    Fails(kConfiguration, "newer version of Hermes (schema 99)", args);
  }
}

TEST_F(SessionsCommandTest, ExitsWith78IfDatabaseIsNotAFile) {
  TempDirectory elsewhere;
  { AddSessions(*OpenDatabase(elsewhere.fd())); }
  ASSERT_EQ(symlink(elsewhere.Path("gateway.db").c_str(),
                    home_.Path("gateway.db").c_str()),
            0);
  Fails(kConfiguration, "not a regular file", {"delete", "old", "-y"});
  ASSERT_EQ(unlink(home_.Path("gateway.db").c_str()), 0);
  ASSERT_EQ(mkfifo(home_.Path("gateway.db").c_str(), 0600), 0);
  Fails(kConfiguration, "not a regular file", {"list"});
  EXPECT_EQ(RunSessions(elsewhere, {"delete", "old", "--dry-run"}).code, kDone);
}

// Root acts as the owner of the home, who may not read this file.
TEST_F(SessionsCommandTest, LimitsRootToRightsOfHomesOwner) {
  MakeDatabase();
  GiveHome();
  ASSERT_EQ(chown(home_.Path("gateway.db").c_str(), 0, 0), 0);
  Fails(kPermission, "gateway.db", {"list"});
  Fails(kPermission, "gateway.db", {"prune", "--max-count=1", "-y"});
}

// Returns the value of the line NAME: of /proc/PID/status.
std::string ProcessStatus(pid_t pid, const std::string& name) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/status"));
  std::string line;
  while (std::getline(file, line)) {
    if (line.rfind(name + ":", 0) == 0) return line.substr(name.size() + 1);
  }
  return "";
}

TEST_F(SessionsCommandTest, ActsAsOwnerWithoutRootsGroups) {
  MakeDatabase();
  GiveHome();
  std::vector<gid_t> before(static_cast<size_t>(getgroups(0, nullptr)));
  ASSERT_GE(getgroups(static_cast<int>(before.size()), before.data()), 0);
  const gid_t extra[] = {0, 4242};
  ASSERT_EQ(setgroups(2, extra), 0);
  fixture::Pty terminal;
  Launch launch;
  launch.args = {"sessions", "prune", "--max-age-days=7", "--vacuum"};
  launch.stdin_fd = terminal.slave();
  launch.stdout_fd = terminal.slave();
  GatewayProcess verb(home_, launch);
  ASSERT_EQ(setgroups(before.size(), before.data()), 0);
  ASSERT_TRUE(terminal.WaitForScreen("[y/N] ")) << verb.Err();
  // Real, effective, saved and file system id.
  EXPECT_EQ(ProcessStatus(verb.pid(), "Uid"), "\t0\t10000\t0\t10000");
  EXPECT_EQ(ProcessStatus(verb.pid(), "Gid"), "\t0\t10000\t0\t10000");
  EXPECT_EQ(ProcessStatus(verb.pid(), "Groups"), "\t10000 ");
  for (const char* name : {"gateway.db", "gateway.db-wal", "gateway.db-shm"}) {
    struct stat status = {};
    ASSERT_EQ(lstat(home_.Path(name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_uid, kHermes) << name;
    EXPECT_EQ(status.st_mode & 0777, 0600u) << name;
  }
  terminal.Type("y\n");
  EXPECT_EQ(verb.Wait(), kDone) << verb.Err();
  EXPECT_EQ(Ids(), (Args{"new"}));
}

class VacuumTest : public SessionsCommandTest {
 protected:
  void SetUp() override {
    const auto database = OpenDatabase(home_.fd());
    AddSessions(*database);
    RebuildWithoutVacuum(*database);
  }
  void ExpectRebuilt() {
    const auto database =
        SqliteConnection::Open(home_.Path("gateway.db"), 1000);
    ASSERT_TRUE(database.ok()) << database.status();
    SqliteQuery mode = (*database)->Query("PRAGMA auto_vacuum");
    ASSERT_TRUE(mode.Step().value_or(false));
    EXPECT_EQ(mode.Integer(0), 2);
  }
  const Args vacuum_ = {"prune", "-y", "--vacuum"};
};

// A command that queries the gateway's state holds its lock for a moment.
TEST_F(VacuumTest, WaitsForCommandThatProbesLock) {
  home_.Write("gateway.lock", "");
  std::optional<UniqueFd> probe(
      std::in_place,
      open(home_.Path("gateway.lock").c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_EQ(flock(probe->get(), LOCK_SH | LOCK_NB), 0);
  Launch launch;
  launch.args = {"sessions", "prune", "-y", "--vacuum"};
  GatewayProcess verb(home_, launch);
  const std::string fds = absl::StrCat("/proc/", verb.pid(), "/fd");
  const auto has_lock_open = [&] {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(fds, error)) {
      const auto target = std::filesystem::read_symlink(entry.path(), error);
      if (target == home_.Path("gateway.lock")) return true;
    }
    return !verb.Running();
  };
  // Before its exec the child has this test's descriptors.
  ASSERT_TRUE(Eventually([&] { return !verb.Out().empty(); })) << verb.Err();
  ASSERT_TRUE(Eventually(has_lock_open));
  probe.reset();
  EXPECT_EQ(verb.Wait(), kDone) << verb.Err();
  ExpectRebuilt();
}

TEST_F(VacuumTest, ExitsWith75IfGatewayRuns) {
  home_.Write("gateway.lock", "");
  const UniqueFd lock(
      open(home_.Path("gateway.lock").c_str(), O_RDONLY | O_CLOEXEC));
  ASSERT_EQ(flock(lock.get(), LOCK_EX | LOCK_NB), 0);
  const VerbResult refused = Run(vacuum_);
  EXPECT_EQ(refused.code, kTryLater);
  EXPECT_NE(refused.err.find("stop the gateway"), std::string::npos)
      << refused.err;
}

// The home's owner may put any file there; the command must not hang.
TEST_F(VacuumTest, DoesNotHangOnFifoInPlaceOfLock) {
  ASSERT_EQ(mkfifo(home_.Path("gateway.lock").c_str(), 0600), 0);
  EXPECT_EQ(Run(vacuum_).code, kDone);
  ExpectRebuilt();
}

// A list larger than a pipe's capacity.
class LongListTest : public SessionsCommandTest {
 protected:
  static constexpr int kSessions = 600;

  void SetUp() override {
    const auto database = OpenDatabase(home_.fd());
    ASSERT_TRUE(database->Begin().ok());
    for (int n = 0; n < kSessions; ++n) {
      AddStoredTurn(*database, absl::StrCat(std::string(100, 's'), n), 0);
    }
    ASSERT_TRUE(database->Commit().ok());
  }
};

// A pager continues to read when its user does.
TEST_F(LongListTest, WaitsForSlowReader) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  const UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  Launch launch;
  launch.args = {"sessions", "list", "--json"};
  launch.stdout_fd = writer.get();
  GatewayProcess verb(home_, launch);
  writer.reset();
  const auto is_full = [&] {
    int held = 0;
    ioctl(reader.get(), FIONREAD, &held);
    return held >= fcntl(reader.get(), F_GETPIPE_SZ) - 4096;
  };
  ASSERT_TRUE(Eventually(is_full)) << verb.Err();
  pollfd never = {-1, 0, 0};
  for (int tenths = 0; tenths < 25 && verb.Running(); ++tenths) {
    poll(&never, 1, 100);
  }
  EXPECT_TRUE(verb.Running()) << "gave the reader up";
  std::string out;
  char buffer[4096];
  for (;;) {
    const ssize_t got = read(reader.get(), buffer, sizeof(buffer));
    if (got <= 0) break;
    out.append(buffer, static_cast<size_t>(got));
  }
  EXPECT_EQ(verb.Wait(), kDone);
  json::error_code error;
  const json::value document = json::parse(out, error);
  ASSERT_FALSE(error) << out.size() << " bytes";
  EXPECT_EQ(document.at("sessions").as_array().size(), size_t{kSessions});
}

TEST_F(LongListTest, SucceedsIfReaderClosesEarly) {
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
  UniqueFd reader(ends[0]);
  UniqueFd writer(ends[1]);
  Launch launch;
  launch.args = {"sessions", "list"};
  launch.stdout_fd = writer.get();
  GatewayProcess verb(home_, launch);
  writer.reset();
  char c = 0;
  ASSERT_EQ(read(reader.get(), &c, 1), 1);
  reader.reset();
  EXPECT_EQ(verb.Wait(), kDone);
  EXPECT_EQ(verb.Err(), "");
}

TEST_F(SessionsCommandTest, ExitsWith71IfOutputCannotBeWritten) {
  MakeDatabase();
  const UniqueFd full(open("/dev/full", O_WRONLY | O_CLOEXEC));
  Launch launch;
  launch.stdout_fd = full.get();
  Fails(kSystemCall, "stdout", {"list"}, launch);
  // The request is carried out nevertheless.
  Fails(kSystemCall, "stdout", {"delete", "old", "-y"}, launch);
  EXPECT_EQ(Ids(), (Args{"new"}));
}

}  // namespace
}  // namespace hermes::gateway
