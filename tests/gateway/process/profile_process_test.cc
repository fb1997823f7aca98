#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <string>
#include <vector>

#include "gateway/lock/process_facts.h"
#include "gateway/state/pid_record.h"
#include "shim/base/unique_fd.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

namespace json = boost::json;

constexpr uid_t kSomebody = 10000;
constexpr uid_t kSomebodyElse = 10001;

struct stat StatusOf(const std::string& path) {
  struct stat status = {};
  EXPECT_EQ(lstat(path.c_str(), &status), 0) << path;
  return status;
}

mode_t ModeOf(const std::string& path) {
  return StatusOf(path).st_mode & 07777;
}

struct Outcome {
  int exit_code;
  std::string out;
  std::string err;
};

class ProfileTest : public testing::Test {
 protected:
  Outcome Run(std::vector<std::string> words, Launch launch = {}) const {
    words.insert(words.begin(), "profile");
    launch.args = std::move(words);
    GatewayProcess hermes(root_, launch);
    const int exit_code = hermes.Wait();
    return {exit_code, hermes.Out(), hermes.Err()};
  }

  // Runs the command and expects success.
  std::string Done(std::vector<std::string> words, const Launch& launch = {}) {
    const Outcome outcome = Run(std::move(words), launch);
    EXPECT_EQ(outcome.exit_code, 0) << outcome.err;
    EXPECT_EQ(outcome.err, "");
    return outcome.out;
  }

  // Expects `exit_code` and one line that contains `part`.
  void Refused(int exit_code, const std::string& part,
               std::vector<std::string> words, const Launch& launch = {}) {
    const Outcome outcome = Run(std::move(words), launch);
    EXPECT_EQ(outcome.exit_code, exit_code) << outcome.out;
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1)
        << outcome.err;
    EXPECT_NE(outcome.err.find(part), std::string::npos) << outcome.err;
  }

  json::object Shown(const std::string& name) {
    return json::parse(Done({"show", name, "--json"})).as_object();
  }

  std::string Key(const std::string& name) const {
    const std::string text = root_.Read("profiles/" + name + "/.env");
    const std::string before = "\nAPI_SERVER_KEY=";
    const size_t at = text.find(before);
    return at == std::string::npos ? "" : text.substr(at + before.size(), 64);
  }

  void MakeSource() {
    ASSERT_EQ(mkdir(root_.Path("skills").c_str(), 0755), 0);
    ASSERT_EQ(mkdir(root_.Path("skills/deep").c_str(), 0755), 0);
    ASSERT_EQ(mkdir(root_.Path("cron").c_str(), 0755), 0);
    root_.Write("skills/deep/run.sh", "do it");
    ASSERT_EQ(chmod(root_.Path("skills/deep/run.sh").c_str(), 0755), 0);
    ASSERT_EQ(symlink("/etc/passwd", root_.Path("skills/link").c_str()), 0);
    root_.Write("SOUL.md", "be brief\n");
    root_.Write("config.yaml",
                "model: {base_url: http://m}\n"
                "platforms: {telegram: {token: bot-secret}}\n");
    root_.Write(".env", "TELEGRAM_BOT_TOKEN=bot-secret\n");
    root_.Write("cron/jobs.json", "bot-secret");
    // A clone must not contain conversations.
    root_.Write("gateway.db", "a conversation");
    root_.Write("gateway.db-wal", "its end");
  }

  TempDirectory root_;
};

TEST_F(ProfileTest, CreatesPrivateHomeWithKeyAndPort) {
  const std::string out = Done({"create", "coder", "--description", "writes"});
  const std::string home = root_.Path("profiles/coder");
  EXPECT_EQ(ModeOf(home), 0700u);
  EXPECT_EQ(ModeOf(home + "/.env"), 0600u);
  for (const char* name :
       {"SOUL.md", "config.yaml", "skills", "cron", "logs"}) {
    EXPECT_TRUE(root_.Has(std::string("profiles/coder/") + name)) << name;
  }
  ASSERT_EQ(Key("coder").size(), 64u);
  EXPECT_EQ(out.find(Key("coder")), std::string::npos);
  const json::object shown = Shown("coder");
  EXPECT_EQ(shown.at("home"), json::string(home));
  EXPECT_EQ(shown.at("description"), "writes");
  EXPECT_EQ(shown.at("api").at("port"), 8643);
  EXPECT_EQ(shown.at("api").at("key_set"), true);
  EXPECT_EQ(shown.at("active"), false);
}

TEST_F(ProfileTest, ShowsNoKeyInAnyCommand) {
  Done({"create", "coder"});
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"list"},
        {"list", "--json"},
        {"show", "coder"},
        {"show", "coder", "--json"},
        {"create", "next", "--clone-from", "coder"}}) {
    EXPECT_EQ(Done(words).find(Key("coder")), std::string::npos) << words[0];
  }
  EXPECT_NE(Key("next"), Key("coder"));
}

TEST_F(ProfileTest, GivesFilesToRootDirectorysOwnerIfRootCalls) {
  ASSERT_EQ(chown(root_.path().c_str(), kSomebody, kSomebody), 0);
  Done({"create", "coder"});
  Done({"use", "coder"});
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(root_.path())) {
    const struct stat status = StatusOf(entry.path());
    EXPECT_EQ(status.st_uid, kSomebody) << entry.path();
    EXPECT_EQ(status.st_gid, kSomebody) << entry.path();
  }
  EXPECT_TRUE(root_.Has("active_profile"));
}

TEST_F(ProfileTest, ReportsMissingPermissionToAnotherUser) {
  ASSERT_EQ(chmod(root_.path().c_str(), 0755), 0);
  Launch launch;
  launch.uid = kSomebodyElse;
  Refused(77, "uid 10001", {"create", "coder"}, launch);
  EXPECT_FALSE(root_.Has("profiles"));
}

TEST_F(ProfileTest, LeavesNothingOnFullDisk) {
  Launch launch;
  launch.full_disk = true;
  const Outcome outcome = Run({"create", "coder"}, launch);
  EXPECT_NE(outcome.exit_code, 0);
  EXPECT_TRUE(std::filesystem::is_empty(root_.Path("profiles")));
}

TEST_F(ProfileTest, ExitsWith73IfProfileExists) {
  Done({"create", "coder"});
  const std::string key = Key("coder");
  Refused(73, "exists already", {"create", "coder"});
  EXPECT_EQ(Key("coder"), key);
}

TEST_F(ProfileTest, DoesNotReplacePlainFile) {
  ASSERT_EQ(mkdir(root_.Path("profiles").c_str(), 0755), 0);
  root_.Write("profiles/coder", "mine");
  Refused(73, "is not a profile", {"create", "coder"});
  EXPECT_EQ(root_.Read("profiles/coder"), "mine");
  Refused(64, "not a directory", {"delete", "coder", "-y"});
}

// Docker creates such a directory for a mount below it.
TEST_F(ProfileTest, DistinguishesBareDirectoryFromProfile) {
  ASSERT_EQ(mkdir(root_.Path("profiles").c_str(), 0755), 0);
  ASSERT_EQ(mkdir(root_.Path("profiles/coder").c_str(), 0755), 0);
  Refused(73, "put a SOUL.md into it", {"create", "coder"});
  EXPECT_TRUE(std::filesystem::is_empty(root_.Path("profiles/coder")));
}

TEST_F(ProfileTest, CreatesAndDeletesNothingThroughLinks) {
  const TempDirectory elsewhere;
  ASSERT_EQ(symlink(elsewhere.path().c_str(), root_.Path("profiles").c_str()),
            0);
  Refused(73, root_.Path("profiles"), {"create", "coder"});
  EXPECT_TRUE(std::filesystem::is_empty(elsewhere.path()));
  ASSERT_EQ(unlink(root_.Path("profiles").c_str()), 0);
  ASSERT_EQ(mkdir(root_.Path("profiles").c_str(), 0755), 0);
  elsewhere.Write("SOUL.md", "");
  ASSERT_EQ(
      symlink(elsewhere.path().c_str(), root_.Path("profiles/link").c_str()),
      0);
  Refused(64, "not a directory", {"delete", "link", "-y"});
  EXPECT_TRUE(elsewhere.Has("SOUL.md"));
}

TEST_F(ProfileTest, GivesEachProfileItsOwnPort) {
  Launch launch;
  launch.environment = {{"API_SERVER_PORT", "8643"}};
  Done({"create", "one"}, launch);
  Done({"create", "two"}, launch);
  EXPECT_EQ(Shown("one").at("api").at("port"), 8645);
  EXPECT_EQ(Shown("two").at("api").at("port"), 8646);
}

TEST_F(ProfileTest, ReportsDamagedSettingsOfOthersAndContinues) {
  Done({"create", "one"});
  root_.Write("profiles/one/.env", "X='\n");
  const std::string out = Done({"create", "two"});
  EXPECT_NE(out.find("profiles/one/.env:1:"), std::string::npos) << out;
  const std::string list = Done({"list"});
  EXPECT_NE(list.find("broken: "), std::string::npos) << list;
  EXPECT_NE(list.find("two"), std::string::npos) << list;
}

TEST_F(ProfileTest, ClonesOnlySoulConfigAndSkills) {
  MakeSource();
  const std::string out = Done({"create", "coder", "--clone"});
  const std::string home = "profiles/coder/";
  EXPECT_EQ(root_.Read(home + "SOUL.md"), "be brief\n");
  EXPECT_EQ(root_.Read(home + "config.yaml"), "model: {base_url: http://m}\n");
  EXPECT_EQ(ModeOf(root_.Path(home + "config.yaml")), 0600u);
  EXPECT_EQ(root_.Read(home + "skills/deep/run.sh"), "do it");
  EXPECT_EQ(ModeOf(root_.Path(home + "skills/deep/run.sh")), 0755u);
  EXPECT_FALSE(root_.Has(home + "skills/link"));
  EXPECT_FALSE(root_.Has(home + "cron/jobs.json"));
  EXPECT_FALSE(root_.Has(home + "gateway.db"));
  EXPECT_FALSE(root_.Has(home + "gateway.db-wal"));
  EXPECT_EQ(root_.Read(home + ".env").find("bot-secret"), std::string::npos);
  for (const char* part : {"platforms", "1 links or special files", ".env"}) {
    EXPECT_NE(out.find(part), std::string::npos) << part << " in " << out;
  }
}

TEST_F(ProfileTest, ClonesWithoutSkills) {
  MakeSource();
  Done({"create", "coder", "--clone-from", "default", "--no-skills"});
  EXPECT_TRUE(std::filesystem::is_empty(root_.Path("profiles/coder/skills")));
}

TEST_F(ProfileTest, RejectsUncloneableSourceBeforeCreatingAnything) {
  Refused(64, "'ghost'", {"create", "coder", "--clone-from", "ghost"});
  root_.Write("config.yaml", "a: [\n");
  Refused(78, root_.Path("config.yaml:"), {"create", "coder", "--clone"});
  EXPECT_FALSE(root_.Has("profiles"));
}

TEST_F(ProfileTest, MarksActiveProfileInList) {
  Done({"create", "coder"});
  EXPECT_EQ(Done({"list"}).rfind("* default", 0), 0u);
  Done({"use", "coder"});
  EXPECT_EQ(root_.Read("active_profile"), "coder\n");
  EXPECT_NE(Done({"list"}).find("\n* coder"), std::string::npos);
  EXPECT_EQ(json::parse(Done({"list", "--json"})).at("active"), "coder");
  EXPECT_NE(Done({"show"}).find("coder (active)"), std::string::npos);
  Done({"use", "default"});
  EXPECT_EQ(Done({"list"}).rfind("* default", 0), 0u);
  Refused(64, "'ghost'", {"use", "ghost"});
}

TEST_F(ProfileTest, DeletesAllAndCreatesAgain) {
  Done({"create", "coder"});
  Done({"use", "coder"});
  const std::string key = Key("coder");
  const std::string out = Done({"delete", "coder", "-y"});
  EXPECT_NE(out.find("active profile is default"), std::string::npos) << out;
  EXPECT_FALSE(root_.Has("profiles/coder"));
  EXPECT_FALSE(root_.Has("active_profile"));
  EXPECT_NE(root_.Read("profiles/.deleted/coder").find("deleted_at"),
            std::string::npos);
  EXPECT_EQ(Done({"list"}).find("coder"), std::string::npos);
  Refused(64, "'coder'", {"delete", "coder", "-y"});
  Done({"create", "coder"});
  EXPECT_FALSE(root_.Has("profiles/.deleted/coder"));
  EXPECT_NE(Key("coder"), key);
}

TEST_F(ProfileTest, DeletesOnlyIfNameIsTyped) {
  Done({"create", "coder"});
  Refused(64, "needs -y", {"delete", "coder"});
  const UniqueFd terminal(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  ASSERT_EQ(grantpt(terminal.get()), 0);
  ASSERT_EQ(unlockpt(terminal.get()), 0);
  const UniqueFd end(
      open(ptsname(terminal.get()), O_RDWR | O_NOCTTY | O_CLOEXEC));
  Launch launch;
  launch.stdin_fd = end.get();
  ASSERT_EQ(write(terminal.get(), "yes\n", 4), 4);
  Refused(1, "not the name", {"delete", "coder"}, launch);
  EXPECT_TRUE(root_.Has("profiles/coder/SOUL.md"));
  ASSERT_EQ(write(terminal.get(), "coder\n", 6), 6);
  EXPECT_NE(Done({"delete", "coder"}, launch).find("Type the name"),
            std::string::npos);
  EXPECT_FALSE(root_.Has("profiles/coder"));
}

TEST_F(ProfileTest, DeleteStopsGatewayAsOperator) {
  Done({"create", "coder"});
  Launch launch;
  launch.args = {"-p", "coder", "gateway", "run"};
  GatewayProcess gateway(root_, launch);
  ASSERT_TRUE(Eventually([&] { return !gateway.Out().empty(); }))
      << gateway.Err();
  Done({"delete", "coder", "-y"});
  EXPECT_EQ(gateway.Wait(), 0);
  EXPECT_FALSE(root_.Has("profiles/coder"));
}

TEST_F(ProfileTest, RejectsDeleteWhileAnotherContainersGatewayRuns) {
  Done({"create", "coder"});
  root_.Write("profiles/coder/gateway.lock",
              R"({"pid":4194305,"start_time":1,"hermes_home":"/elsewhere"})");
  const UniqueFd lock(open(root_.Path("profiles/coder/gateway.lock").c_str(),
                           O_RDWR | O_CLOEXEC));
  ASSERT_EQ(flock(lock.get(), LOCK_EX | LOCK_NB), 0);
  Refused(1, "nothing was deleted", {"delete", "coder", "-y"});
  EXPECT_TRUE(root_.Has("profiles/coder/SOUL.md"));
  EXPECT_FALSE(root_.Has("profiles/.deleted/coder"));
}

// The test's process looks like the gateway.
TEST_F(ProfileTest, RejectsDeleteWithinItsGateway) {
  Done({"create", "coder"});
  const auto self = ProcProcessTable().Find(getpid());
  ASSERT_TRUE(self.has_value());
  PidRecord record;
  record.pid = getpid();
  record.start_time = self->start_time;
  root_.Write("profiles/coder/gateway.lock", FormatPidRecord(record));
  const UniqueFd lock(open(root_.Path("profiles/coder/gateway.lock").c_str(),
                           O_RDWR | O_CLOEXEC));
  ASSERT_EQ(flock(lock.get(), LOCK_EX | LOCK_NB), 0);
  Refused(1, "runs within the gateway", {"delete", "coder", "-y"});
  EXPECT_TRUE(root_.Has("profiles/coder/SOUL.md"));
}

TEST_F(ProfileTest, CreatesRootWithFirstProfile) {
  Launch launch;
  launch.environment = {{"HERMES_HOME", root_.Path("new/data")}};
  Done({"create", "coder"}, launch);
  EXPECT_TRUE(root_.Has("new/data/profiles/coder/SOUL.md"));
}

}  // namespace
}  // namespace hermes::gateway
