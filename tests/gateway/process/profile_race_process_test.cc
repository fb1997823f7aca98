#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "shim/base/unique_fd.h"
#include "tests/gateway/process/gateway_process.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

constexpr int kSkills = 40;

Launch Creating(const std::string& name) {
  Launch launch;
  launch.args = {"profile", "create", name, "--clone"};
  return launch;
}

// Returns the first required file that the profile lacks, "" if it has all.
std::string MissingOf(const TempDirectory& root, const std::string& name) {
  const std::string home = "profiles/" + name + "/";
  for (const char* file : {"SOUL.md", "config.yaml", "profile.yaml"}) {
    if (!root.Has(home + file)) return file;
  }
  const std::string dotenv = root.Read(home + ".env");
  if (dotenv.find("\nAPI_SERVER_PORT=86") == std::string::npos) return "port";
  for (int i = 0; i < kSkills; ++i) {
    const std::string skill = "skills/" + std::to_string(i);
    if (root.Read(home + skill).size() != 1000) return skill;
  }
  return "";
}

class ProfileRaceTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(mkdir(root_.Path("skills").c_str(), 0755), 0);
    for (int i = 0; i < kSkills; ++i) {
      root_.Write("skills/" + std::to_string(i), std::string(1000, 'x'));
    }
  }

  // Returns the entries of `profiles` that are not profiles, except tombstones.
  std::set<std::string> Leftovers() const {
    std::set<std::string> names;
    for (const auto& entry :
         std::filesystem::directory_iterator(root_.Path("profiles"))) {
      const std::string name = entry.path().filename();
      if (name[0] == '.' && name != ".deleted") names.insert(name);
    }
    return names;
  }

  TempDirectory root_;
};

TEST_F(ProfileRaceTest, LetsOneOfManyCreatesOfSameNameWin) {
  for (int round = 0; round < 3; ++round) {
    const std::string name = "bot" + std::to_string(round);
    std::vector<std::unique_ptr<GatewayProcess>> all;
    for (int i = 0; i < 12; ++i) {
      all.push_back(std::make_unique<GatewayProcess>(root_, Creating(name)));
    }
    int won = 0;
    for (const auto& one : all) {
      const int exit_code = one->Wait();
      if (exit_code == 0) {
        ++won;
        continue;
      }
      EXPECT_EQ(exit_code, 73) << one->Err();
      EXPECT_NE(one->Err().find("exists already"), std::string::npos);
    }
    EXPECT_EQ(won, 1);
    EXPECT_EQ(MissingOf(root_, name), "");
  }
  EXPECT_EQ(Leftovers(), std::set<std::string>());
}

TEST_F(ProfileRaceTest, GivesConcurrentCreatesDifferentPorts) {
  std::vector<std::unique_ptr<GatewayProcess>> all;
  for (int i = 0; i < 12; ++i) {
    all.push_back(std::make_unique<GatewayProcess>(
        root_, Creating("bot" + std::to_string(i))));
  }
  std::set<std::string> ports;
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(all[i]->Wait(), 0) << all[i]->Err();
    const std::string dotenv =
        root_.Read("profiles/bot" + std::to_string(i) + "/.env");
    ports.insert(dotenv.substr(dotenv.find("\nAPI_SERVER_PORT=")));
  }
  EXPECT_EQ(ports.size(), 12u);
}

// At whatever point it is killed, the profile is complete or does not exist,
// and a later create succeeds.
TEST_F(ProfileRaceTest, LeavesNoPartialProfileIfCreateIsKilled) {
  const int64_t started = NowMs();
  {
    GatewayProcess undisturbed(root_, Creating("undisturbed"));
    ASSERT_EQ(undisturbed.Wait(), 0) << undisturbed.Err();
  }
  const int64_t whole = NowMs() - started;
  int there = 0;
  int not_there = 0;
  int begun = 0;
  for (int round = 0; round < 60; ++round) {
    const std::string name = "bot" + std::to_string(round);
    {
      GatewayProcess create(root_, Creating(name));
      // Kills at a different moment each time, over about the duration of a
      // create.
      poll(nullptr, 0, static_cast<int>(whole * (round % 30) / 24));
      create.Signal(SIGKILL);
      create.Wait();
    }
    if (!Leftovers().empty()) ++begun;
    if (!root_.Has("profiles/" + name)) {
      ++not_there;
      continue;
    }
    ++there;
    EXPECT_EQ(MissingOf(root_, name), "") << "round " << round;
  }
  EXPECT_GT(begun, 0) << "never killed while it was at work; not there: "
                      << not_there << ", there: " << there;
  RecordProperty("begun", begun);
  RecordProperty("there", there);
  GatewayProcess last(root_, Creating("last"));
  EXPECT_EQ(last.Wait(), 0) << last.Err();
  EXPECT_EQ(MissingOf(root_, "last"), "");
  EXPECT_EQ(Leftovers(), std::set<std::string>());
}

// The directory's name contains a pid that may belong to another container: the
// lock decides whether it is in use, not the pid.
TEST_F(ProfileRaceTest, DoesNotSweepDirectoriesInUse) {
  ASSERT_EQ(mkdir(root_.Path("profiles").c_str(), 0755), 0);
  const std::string in_use = ".bot.staging-4194305";
  for (const std::string& name :
       {in_use, std::string(".bot.staging-4194306"),
        std::string(".bot.deleted-4194307"), std::string(".mine")}) {
    ASSERT_EQ(mkdir(root_.Path("profiles/" + name).c_str(), 0755), 0);
    root_.Write("profiles/" + name + "/file", "");
  }
  const UniqueFd held(open(root_.Path("profiles/" + in_use).c_str(),
                           O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  ASSERT_EQ(flock(held.get(), LOCK_EX | LOCK_NB), 0);
  GatewayProcess create(root_, Creating("bot"));
  EXPECT_EQ(create.Wait(), 0) << create.Err();
  EXPECT_EQ(Leftovers(), (std::set<std::string>{in_use, ".mine"}));
}

}  // namespace
}  // namespace hermes::gateway
