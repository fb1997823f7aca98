#include "shim/profile/desired_state.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/expected.h"
#include "shim/base/json_members.h"
#include "shim/profile/recorded_state.h"
#include "tests/shim/profile/temporary_home.h"

namespace hermes {
namespace {

TEST(WithDesiredStateTest, ReplacesMissingOrDamagedTextByMinimalObject) {
  const std::string minimal =
      "{\"desired_state\":\"running\",\"updated_at\":1700000000}\n";
  EXPECT_EQ(WithDesiredState(std::nullopt, true, 1700000000), minimal);
  for (const char* text : {"", "[]", "{\"a\":1", "{\"a\":\"\xff\"}"}) {
    EXPECT_EQ(WithDesiredState(text, true, 1700000000), minimal) << text;
  }
}

TEST(WithDesiredStateTest, KeepsOtherBytes) {
  const std::string text =
      "{ \"x\": [1,  2],\n \"desired_state\" : \"running\",\t\"y\":\"\\u00e9\","
      "\n\"updated_at\":\"2026-11-22T10:00:00+00:00\", \"z\":1.50 }\n";
  EXPECT_EQ(WithDesiredState(text, false, 7),
            "{ \"x\": [1,  2],\n \"desired_state\" : \"stopped\",\t\"y\":"
            "\"\\u00e9\",\n\"updated_at\":7, \"z\":1.50 }\n");
  EXPECT_EQ(WithDesiredState("{\"gateway_state\":\"running\"}", false, 7),
            R"({"gateway_state":"running","desired_state":"stopped",)"
            R"("updated_at":7})");
}

TEST(WriteDesiredStateTest, UpdatesStateAndKeepsOtherMembers) {
  const TemporaryHome home;
  home.Write("gateway_state.json", R"({"gateway_state":"running","pid":5})");
  ASSERT_TRUE(WriteDesiredState(home.path(), false).ok());
  EXPECT_EQ(ReadRecordedState(home.path()).intent, Intent::kStopped);
  ASSERT_TRUE(WriteDesiredState(home.path(), true).ok());
  const std::string text = home.Read("gateway_state.json");
  EXPECT_EQ(JsonMember(text, "desired_state"), "running");
  EXPECT_EQ(JsonMember(text, "pid"), "5");
  EXPECT_EQ(home.Names(), ".gateway_state.lock gateway_state.json ");
}

TEST(WriteDesiredStateTest, KeepsModeOfFile) {
  const TemporaryHome home;
  home.Write("gateway_state.json", "{}");
  ASSERT_EQ(chmod(home.Path("gateway_state.json").c_str(), 0600), 0);
  ASSERT_TRUE(WriteDesiredState(home.path(), true).ok());
  struct stat st;
  ASSERT_EQ(stat(home.Path("gateway_state.json").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0600u);
}

TEST(WriteDesiredStateTest, GivesFilesToOwnerOfHome) {
  ASSERT_EQ(geteuid(), 0u) << "the process tests need root too";
  const TemporaryHome home;
  ASSERT_EQ(chown(home.path().c_str(), 10000, 10001), 0);
  ASSERT_TRUE(WriteDesiredState(home.path(), true).ok());
  for (const char* name : {"gateway_state.json", ".gateway_state.lock"}) {
    struct stat st;
    ASSERT_EQ(stat(home.Path(name).c_str(), &st), 0);
    EXPECT_EQ(st.st_uid, 10000u) << name;
    EXPECT_EQ(st.st_gid, 10001u) << name;
  }
}

TEST(WriteDesiredStateTest, ReplacesFifoOrHugeFile) {
  const TemporaryHome home;
  ASSERT_EQ(mkfifo(home.Path("gateway_state.json").c_str(), 0644), 0);
  ASSERT_TRUE(WriteDesiredState(home.path(), true).ok());
  EXPECT_EQ(ReadRecordedState(home.path()).intent, Intent::kRunning);
  home.Write("gateway_state.json", std::string(kLargestState + 1, 'x'));
  ASSERT_TRUE(WriteDesiredState(home.path(), false).ok());
  EXPECT_EQ(ReadRecordedState(home.path()).intent, Intent::kStopped);
}

TEST(WriteDesiredStateTest, ReplacesLinkAndKeepsItsTarget) {
  const TemporaryHome home;
  home.Write("elsewhere", R"({"gateway_state":"running"})");
  ASSERT_EQ(symlink("elsewhere", home.Path("gateway_state.json").c_str()), 0);
  ASSERT_TRUE(WriteDesiredState(home.path(), false).ok());
  EXPECT_EQ(home.Read("elsewhere"), R"({"gateway_state":"running"})");
  EXPECT_EQ(JsonMember(home.Read("gateway_state.json"), "gateway_state"),
            "running");
  EXPECT_EQ(ReadRecordedState(home.path()).intent, Intent::kStopped);
}

TEST(WriteDesiredStateTest,
     ReportsDirectoryInPlaceOfFileAndLeavesNoTemporaryFile) {
  const TemporaryHome home;
  ASSERT_EQ(mkdir(home.Path("gateway_state.json").c_str(), 0755), 0);
  EXPECT_FALSE(WriteDesiredState(home.path(), true).ok());
  EXPECT_EQ(home.Names(), ".gateway_state.lock gateway_state.json ");
  EXPECT_FALSE(WriteDesiredState("/nowhere/at/all", true).ok());
}

TEST(WriteDesiredStateTest, WritesWithoutLockIfItStaysHeld) {
  const TemporaryHome home;
  const int lock =
      open(home.Path(".gateway_state.lock").c_str(), O_RDWR | O_CREAT, 0600);
  ASSERT_EQ(flock(lock, LOCK_EX), 0);
  EXPECT_TRUE(WriteDesiredState(home.path(), true).ok());
  EXPECT_EQ(ReadRecordedState(home.path()).intent, Intent::kRunning);
  close(lock);
}

// Reads, changes and writes the file under the lock, as the gateway does.
bool CountUp(const TemporaryHome& home) {
  const int lock =
      open(home.Path(".gateway_state.lock").c_str(), O_RDWR | O_CREAT, 0600);
  if (flock(lock, LOCK_EX) != 0) return false;
  const std::string text = home.Read("gateway_state.json");
  const std::string count = JsonMember(text, "count").value_or("0");
  const std::string more = std::to_string(std::stoi(count) + 1);
  home.Write("gateway_state.json.next",
             WithJsonMember(text, "count", more).value_or(""));
  const bool done = rename(home.Path("gateway_state.json.next").c_str(),
                           home.Path("gateway_state.json").c_str()) == 0;
  close(lock);
  return done;
}

TEST(WriteDesiredStateTest, LosesNoUpdateOfConcurrentWriters) {
  constexpr int kTimes = 50;
  const TemporaryHome home;
  home.Write("gateway_state.json", R"({"count":0})");
  std::vector<pid_t> writers;
  for (int i = 0; i < 4; ++i) {
    const pid_t pid = fork();
    if (pid == 0) {
      bool all = true;
      for (int n = 0; n < kTimes; ++n) {
        all = all && (i < 2 ? WriteDesiredState(home.path(), n % 2 == 0).ok()
                            : CountUp(home));
      }
      _exit(all ? 0 : 1);
    }
    writers.push_back(pid);
  }
  for (const pid_t pid : writers) {
    int status = -1;
    ASSERT_EQ(waitpid(pid, &status, 0), pid);
    EXPECT_EQ(status, 0);
  }
  const std::string text = home.Read("gateway_state.json");
  EXPECT_EQ(JsonMember(text, "count"), std::to_string(2 * kTimes)) << text;
  EXPECT_NE(ReadRecordedState(home.path()).intent, Intent::kNone);
  EXPECT_EQ(home.Names(), ".gateway_state.lock gateway_state.json ");
}

}  // namespace
}  // namespace hermes
