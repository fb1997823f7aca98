#include "shim/supervision/heartbeat_wait.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/signals.h"
#include "shim/base/unique_fd.h"
#include "shim/slot/slot_records.h"
#include "tests/shim/intent/temporary_home.h"

namespace hermes {
namespace {

class HeartbeatWaitTest : public testing::Test {
 protected:
  HeartbeatWaitTest() : original_(BlockWaitedSignals()) {
    EXPECT_EQ(mkdir(slot_.Path("data").c_str(), 0700), 0);
    Expected<UniqueFd> data = OpenDirectory(AT_FDCWD, slot_.Path("data"));
    EXPECT_TRUE(data.ok());
    data_ = std::move(data).value();
  }
  ~HeartbeatWaitTest() override { SetSignalMask(original_); }

  void Record(const char* name, const std::string& content) {
    EXPECT_TRUE(WriteRecord(data_.get(), name, content).ok());
  }

  const TemporaryHome slot_;
  UniqueFd data_;
  const sigset_t original_;
};

TEST_F(HeartbeatWaitTest, TakesSignals) {
  HeartbeatWait wait(slot_.path());
  EXPECT_TRUE(wait.watches_failures());
  kill(getpid(), SIGUSR1);
  EXPECT_EQ(wait.Next().signo, SIGUSR1);
  kill(getpid(), SIGTERM);
  EXPECT_EQ(wait.Next().signo, SIGTERM);
}

TEST_F(HeartbeatWaitTest, TakesASignalFromBeforeItsTime) {
  kill(getpid(), SIGTERM);
  HeartbeatWait wait(slot_.path());
  EXPECT_EQ(wait.Next().signo, SIGTERM);
}

TEST_F(HeartbeatWaitTest, TellsAFailureWithItsCode) {
  HeartbeatWait wait(slot_.path());
  Record(kFailedFile, "78\n");
  const HeartbeatEvent event = wait.Next();
  EXPECT_EQ(event.signo, 0);
  EXPECT_EQ(event.failed_code, 78);
}

TEST_F(HeartbeatWaitTest, TellsEveryFailureOnce) {
  HeartbeatWait wait(slot_.path());
  Record(kFailedFile, "78\n");
  EXPECT_EQ(wait.Next().failed_code, 78);
  RemoveRecord(data_.get(), kFailedFile);
  Record(kStartFile, "1 2 3\n");
  Record(kFailedFile, "127\n");
  EXPECT_EQ(wait.Next().failed_code, 127);
  kill(getpid(), SIGTERM);
  EXPECT_EQ(wait.Next().signo, SIGTERM);
}

TEST_F(HeartbeatWaitTest, OtherRecordsAndOldFailuresAreNoEvents) {
  Record(kFailedFile, "78\n");
  HeartbeatWait wait(slot_.path());
  Record(kStartFile, "1 2 3\n");
  Record(kPhaseFile, "started\n");
  kill(getpid(), SIGTERM);
  EXPECT_EQ(wait.Next().signo, SIGTERM);
  kill(getpid(), SIGQUIT);
  EXPECT_EQ(wait.Next().signo, SIGQUIT);
}

TEST_F(HeartbeatWaitTest, AFailureThatIsForgottenMeanwhileIsNone) {
  HeartbeatWait wait(slot_.path());
  Record(kFailedFile, "78\n");
  RemoveRecord(data_.get(), kFailedFile);
  kill(getpid(), SIGTERM);
  EXPECT_EQ(wait.Next().signo, SIGTERM);
}

TEST_F(HeartbeatWaitTest, WithoutASlotSignalsAreStillTaken) {
  HeartbeatWait wait("/nowhere/at/all");
  EXPECT_FALSE(wait.watches_failures());
  kill(getpid(), SIGHUP);
  EXPECT_EQ(wait.Next().signo, SIGHUP);
}

TEST_F(HeartbeatWaitTest, SurvivesTheRemovalOfTheSlot) {
  HeartbeatWait wait(slot_.path());
  EXPECT_EQ(rmdir(slot_.Path("data").c_str()), 0);
  kill(getpid(), SIGTERM);
  EXPECT_EQ(wait.Next().signo, SIGTERM);
}

}  // namespace
}  // namespace hermes
