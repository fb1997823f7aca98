#include "shim/supervision/heartbeat_wait.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <memory>
#include <string>
#include <thread>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/signals.h"
#include "shim/base/unique_fd.h"
#include "shim/slot/slot_records.h"
#include "tests/shim/profile/temporary_home.h"

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

TEST_F(HeartbeatWaitTest, ReturnsSignals) {
  HeartbeatWait wait(slot_.path());
  EXPECT_FALSE(wait.unreported().has_value());
  kill(getpid(), SIGUSR1);
  EXPECT_EQ(wait.Next().signo, SIGUSR1);
  kill(getpid(), SIGTERM);
  EXPECT_EQ(wait.Next().signo, SIGTERM);
}

TEST_F(HeartbeatWaitTest, ReturnsSignalThatWasPendingBeforeItWasMade) {
  kill(getpid(), SIGTERM);
  HeartbeatWait wait(slot_.path());
  EXPECT_EQ(wait.Next().signo, SIGTERM);
}

TEST_F(HeartbeatWaitTest, ReportsFailureWithItsExitCode) {
  HeartbeatWait wait(slot_.path());
  Record(kFailedFile, "78\n");
  const HeartbeatEvent event = wait.Next();
  EXPECT_EQ(event.signo, 0);
  EXPECT_EQ(event.failed_code, 78);
}

TEST_F(HeartbeatWaitTest, ReportsEachFailureOnce) {
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

TEST_F(HeartbeatWaitTest, IgnoresOtherRecordsAndEarlierFailures) {
  Record(kFailedFile, "78\n");
  HeartbeatWait wait(slot_.path());
  Record(kStartFile, "1 2 3\n");
  Record(kPhaseFile, "started\n");
  kill(getpid(), SIGTERM);
  EXPECT_EQ(wait.Next().signo, SIGTERM);
  kill(getpid(), SIGQUIT);
  EXPECT_EQ(wait.Next().signo, SIGQUIT);
}

TEST_F(HeartbeatWaitTest, IgnoresFailureWhoseRecordWasRemovedMeanwhile) {
  HeartbeatWait wait(slot_.path());
  Record(kFailedFile, "78\n");
  RemoveRecord(data_.get(), kFailedFile);
  kill(getpid(), SIGTERM);
  EXPECT_EQ(wait.Next().signo, SIGTERM);
}

TEST_F(HeartbeatWaitTest, ReturnsSignalsEvenIfSlotDoesNotExist) {
  HeartbeatWait wait("/nowhere/at/all");
  EXPECT_TRUE(wait.unreported().has_value());
  kill(getpid(), SIGHUP);
  EXPECT_EQ(wait.Next().signo, SIGHUP);
}

// Makes a HeartbeatWait with `descriptors_left_` descriptors to spare. The
// first one is used for data/, so that none is left for inotify and it has to
// poll.
class PollingHeartbeatWaitTest : public HeartbeatWaitTest {
 protected:
  std::unique_ptr<HeartbeatWait> Wait() {
    rlimit before;
    EXPECT_EQ(getrlimit(RLIMIT_NOFILE, &before), 0);
    UniqueFd next(open("/dev/null", O_RDONLY | O_CLOEXEC));
    rlimit few = before;
    few.rlim_cur = static_cast<rlim_t>(next.get()) + descriptors_left_;
    next.reset();
    EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &few), 0);
    auto wait = std::make_unique<HeartbeatWait>(slot_.path());
    EXPECT_EQ(setrlimit(RLIMIT_NOFILE, &before), 0);
    EXPECT_TRUE(wait->unreported().has_value());
    EXPECT_EQ(wait->unreported()->err, EMFILE);
    return wait;
  }

  rlim_t descriptors_left_ = 1;
};

TEST_F(PollingHeartbeatWaitTest, FindsFailure) {
  const auto wait = Wait();
  EXPECT_EQ(wait->unreported()->stage, "making an inotify instance");
  Record(kFailedFile, "78\n");
  const HeartbeatEvent event = wait->Next();
  EXPECT_EQ(event.signo, 0);
  EXPECT_EQ(event.failed_code, 78);
}

TEST_F(PollingHeartbeatWaitTest, NeedsNoDescriptorWhileItWaits) {
  descriptors_left_ = 0;
  const auto wait = Wait();
  Record(kFailedFile, "78\n");
  EXPECT_EQ(wait->Next().failed_code, 78);
}

TEST_F(PollingHeartbeatWaitTest, FindsEachFailureOnce) {
  Record(kFailedFile, "3\n");
  const auto wait = Wait();
  RemoveRecord(data_.get(), kFailedFile);
  Record(kFailedFile, "78\n");
  EXPECT_EQ(wait->Next().failed_code, 78);
  RemoveRecord(data_.get(), kFailedFile);
  Record(kFailedFile, "127\n");
  EXPECT_EQ(wait->Next().failed_code, 127);
  RemoveRecord(data_.get(), kFailedFile);
  kill(getpid(), SIGTERM);
  EXPECT_EQ(wait->Next().signo, SIGTERM);
}

TEST_F(PollingHeartbeatWaitTest, IgnoresEarlierFailures) {
  Record(kFailedFile, "78\n");
  const auto wait = Wait();
  // Long enough for two polls.
  std::thread signaller([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(2 * kFailurePollMs));
    kill(getpid(), SIGTERM);
  });
  EXPECT_EQ(wait->Next().signo, SIGTERM);
  signaller.join();
}

TEST_F(HeartbeatWaitTest, ReturnsSignalsAfterSlotWasRemoved) {
  HeartbeatWait wait(slot_.path());
  EXPECT_EQ(rmdir(slot_.Path("data").c_str()), 0);
  kill(getpid(), SIGTERM);
  EXPECT_EQ(wait.Next().signo, SIGTERM);
}

}  // namespace
}  // namespace hermes
