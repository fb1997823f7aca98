// Tests of slots below a real s6-svscan while another process holds the lock of
// the profile.
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <unistd.h>

#include <string>

#include "gtest/gtest.h"
#include "shim/base/expected.h"
#include "shim/base/process_stat.h"
#include "shim/base/unique_fd.h"
#include "shim/slot/service_directory.h"
#include "shim/slot/slot_control.h"
#include "shim/slot/slot_records.h"
#include "shim/slot/slot_status.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

using fixture::Eventually;
using fixture::SlotTree;

constexpr char kElsewhere[] = "{\"pid\":1,\"start_time\":1}";

// A tree. HoldLock() makes this process hold the lock of its default profile.
class HeldSlotTest : public testing::Test {
 protected:
  void HoldLock(const std::string& record) {
    const std::string path = tree_.place().home() + "/gateway.lock";
    fixture::Spill(path, record);
    lock_.reset(open(path.c_str(), O_RDWR | O_CLOEXEC));
    ASSERT_EQ(flock(lock_.get(), LOCK_EX | LOCK_NB), 0);
  }
  bool Start() {
    return tree_.control().Register(tree_.place().Spec()).ok() &&
           tree_.control().WantUp("gateway-default").ok();
  }
  SlotStatus Status() { return tree_.Status(); }
  bool BecomesHeld() {
    return Eventually([&] { return Status().held; });
  }

  SlotTree tree_;
  UniqueFd lock_;
};

TEST_F(HeldSlotTest, WaitsForGatewayOfOtherContainerThenStarts) {
  HoldLock(kElsewhere);
  ASSERT_TRUE(Start());
  ASSERT_TRUE(BecomesHeld());
  EXPECT_TRUE(Status().backing_off);
  EXPECT_FALSE(Status().ready);
  EXPECT_TRUE(tree_.Lives().empty());
  lock_.reset();
  EXPECT_NE(tree_.AwaitLife(1), 0);
  EXPECT_FALSE(Status().held);
  const std::string logs = tree_.DockerLogs();
  const size_t said = logs.find("in use outside of this container");
  EXPECT_NE(said, std::string::npos) << logs;
  EXPECT_EQ(logs.find("in use outside", said + 1), std::string::npos) << logs;
}

TEST_F(HeldSlotTest, StopsSlotDuringWait) {
  HoldLock(kElsewhere);
  ASSERT_TRUE(Start());
  ASSERT_TRUE(BecomesHeld());
  ASSERT_TRUE(tree_.control().WantDown("gateway-default").ok());
  const Expected<void> ended =
      tree_.control().WaitForEnd("gateway-default", 4000);
  EXPECT_TRUE(ended.ok());
  EXPECT_TRUE(tree_.Lives().empty());
}

TEST_F(HeldSlotTest, StopsContainerDuringWait) {
  HoldLock(kElsewhere);
  SlotSpec spec = tree_.place().Spec();
  spec.kill_timeout_ms = 3600000;
  ASSERT_TRUE(tree_.control().Register(spec).ok());
  ASSERT_TRUE(tree_.control().WantUp("gateway-default").ok());
  ASSERT_TRUE(BecomesHeld());
  tree_.Stop();
  EXPECT_TRUE(
      fixture::ProcessesIn("s6-supervise", tree_.place().scandir()).empty());
}

TEST_F(HeldSlotTest, TakesOverFromGatewayOfSameContainerOnceAMinute) {
  HoldLock("{\"pid\":" + std::to_string(getpid()) + ",\"start_time\":" +
           std::to_string(ReadProcessStat(getpid())->start_ticks) + "}");
  tree_.Order("exit", "1");
  ASSERT_TRUE(Start());
  ASSERT_NE(tree_.AwaitLife(1), 0);
  // The gateway did not get the profile, and the next life does not try again
  // at once.
  ASSERT_TRUE(BecomesHeld());
  EXPECT_EQ(tree_.Lives().size(), 1u);
}

TEST_F(HeldSlotTest, DoesNotTakeProfileBackAfterTakeover) {
  tree_.Order("stop-exit", "0");
  ASSERT_TRUE(Start());
  const pid_t life = tree_.AwaitLife(1);
  HoldLock("{\"pid\":" + std::to_string(getpid()) + ",\"start_time\":" +
           std::to_string(ReadProcessStat(getpid())->start_ticks) + "}");
  fixture::Spill(tree_.place().home() + "/.gateway-takeover.json",
                 "{\"target_pid\": " + std::to_string(life) + "}");
  kill(life, SIGTERM);
  ASSERT_TRUE(Eventually([&] { return Status().delay_s == 60; }));
  // Simulate the end of the minute: write the record that `finish` has written,
  // but without the delay.
  const std::string deaths =
      tree_.place().scandir() + "/gateway-default/data/" + kDeathsFile;
  ASSERT_TRUE(tree_.control().WantDown("gateway-default").ok());
  ASSERT_TRUE(tree_.control().WaitForEnd("gateway-default", 30000).ok());
  fixture::Spill(deaths, FormatRecord(DeathRecord{0, 0, 0, true}));
  ASSERT_TRUE(fixture::StartBare(tree_, "gateway-default"));
  ASSERT_TRUE(BecomesHeld());
  EXPECT_EQ(tree_.Lives().size(), 1u);
  lock_.reset();
  EXPECT_NE(tree_.AwaitLife(2), 0);
}

}  // namespace
}  // namespace hermes
