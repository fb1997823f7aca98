#include "gateway/lock/takeover.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <deque>
#include <vector>

#include "shim/base/unique_fd.h"

namespace hermes::gateway {
namespace {

// Records calls and replays given results.
class FakeTarget : public TargetProcess {
 public:
  explicit FakeTarget(std::deque<WaitEnd> waits,
                      absl::Status on_signal = absl::OkStatus())
      : waits_(std::move(waits)), on_signal_(std::move(on_signal)) {}

  absl::Status Signal(int signo) override {
    signals.push_back(signo);
    return on_signal_;
  }
  WaitEnd WaitForExit(std::chrono::milliseconds limit) override {
    limits.push_back(limit.count());
    EXPECT_FALSE(waits_.empty()) << "one wait too many";
    if (waits_.empty()) return WaitEnd::kExited;
    const WaitEnd end = waits_.front();
    waits_.pop_front();
    return end;
  }

  std::vector<int> signals;
  std::vector<int64_t> limits;

 private:
  std::deque<WaitEnd> waits_;
  absl::Status on_signal_;
};

TEST(EndProcessTest, EndsProcessWithTerm) {
  FakeTarget target({WaitEnd::kExited});
  EXPECT_TRUE(EndProcess(target).ok());
  EXPECT_EQ(target.signals, std::vector<int>{SIGTERM});
  EXPECT_EQ(target.limits, std::vector<int64_t>{10000});
}

TEST(EndProcessTest, SendsKillAfterTenSeconds) {
  FakeTarget target({WaitEnd::kTimeout, WaitEnd::kExited});
  EXPECT_TRUE(EndProcess(target).ok());
  EXPECT_EQ(target.signals, (std::vector<int>{SIGTERM, SIGKILL}));
  EXPECT_EQ(target.limits, (std::vector<int64_t>{10000, 5000}));
}

TEST(EndProcessTest, GivesUpIfProcessSurvivesKill) {
  FakeTarget target({WaitEnd::kTimeout, WaitEnd::kTimeout});
  EXPECT_TRUE(absl::IsAborted(EndProcess(target)));
}

TEST(EndProcessTest, AcceptsThatProcessAlreadyExited) {
  FakeTarget target({}, absl::NotFoundError(""));
  EXPECT_TRUE(EndProcess(target).ok());
}

TEST(EndProcessTest, GivesUpAtOnceWithoutPermission) {
  FakeTarget target({}, absl::PermissionDeniedError("cannot end pid 7"));
  const absl::Status status = EndProcess(target);
  EXPECT_TRUE(absl::IsAborted(status));
  EXPECT_NE(std::string(status.message()).find("pid 7"), std::string::npos);
  EXPECT_EQ(target.signals.size(), 1u);
}

TEST(EndProcessTest, StopsWaitingOnOwnSignal) {
  FakeTarget target({WaitEnd::kInterrupted});
  EXPECT_TRUE(absl::IsCancelled(EndProcess(target)));
}

// A child process that waits for a signal.
class RealTargetTest : public testing::Test {
 protected:
  RealTargetTest() : wake_(eventfd(0, EFD_CLOEXEC)), child_(fork()) {
    if (child_ == 0) {
      for (;;) pause();
    }
    record_.pid = child_;
    record_.start_time = ProcProcessTable().Find(child_)->start_time;
  }
  ~RealTargetTest() override {
    kill(child_, SIGKILL);
    waitpid(child_, nullptr, 0);
  }

  auto Open() { return OpenProcess(record_, table_, wake_.get()); }

  UniqueFd wake_;
  pid_t child_;
  PidRecord record_;
  ProcProcessTable table_;
};

TEST_F(RealTargetTest, TreatsZombieAsExited) {
  auto target = Open();
  ASSERT_TRUE(target.ok()) << target.status();
  ASSERT_TRUE((*target)->Signal(SIGKILL).ok());
  EXPECT_EQ((*target)->WaitForExit(std::chrono::seconds(30)), WaitEnd::kExited);
}

TEST_F(RealTargetTest, TimesOutWhileProcessRuns) {
  auto target = Open();
  ASSERT_TRUE(target.ok());
  EXPECT_EQ((*target)->WaitForExit(std::chrono::milliseconds(1)),
            WaitEnd::kTimeout);
}

TEST_F(RealTargetTest, WakesOnOwnSignal) {
  auto target = Open();
  ASSERT_TRUE(target.ok());
  ASSERT_EQ(eventfd_write(wake_.get(), 1), 0);
  EXPECT_EQ((*target)->WaitForExit(std::chrono::seconds(30)),
            WaitEnd::kInterrupted);
}

TEST_F(RealTargetTest, WritesMarkerBeforeItEndsHolder) {
  bool ran_at_marker = false;
  EXPECT_TRUE(EndHolder(record_, table_, wake_.get(), [&] {
                ran_at_marker = Open().ok();
                return absl::OkStatus();
              }).ok());
  EXPECT_TRUE(ran_at_marker);
  EXPECT_FALSE(Open().ok());
}

TEST_F(RealTargetTest, DoesNotEndHolderWithoutMarker) {
  const absl::Status ended = EndHolder(record_, table_, wake_.get(), [] {
    return absl::ResourceExhaustedError("full");
  });
  EXPECT_TRUE(absl::IsResourceExhausted(ended)) << ended;
  EXPECT_TRUE(Open().ok());
}

TEST_F(RealTargetTest, WritesNoMarkerForExitedHolder) {
  *record_.start_time += 1;
  EXPECT_TRUE(EndHolder(record_, table_, wake_.get(), [] {
                ADD_FAILURE() << "wrote a marker";
                return absl::OkStatus();
              }).ok());
}

TEST_F(RealTargetTest, DoesNotOpenReusedPid) {
  *record_.start_time += 1;
  EXPECT_TRUE(absl::IsNotFound(Open().status()));
}

}  // namespace
}  // namespace hermes::gateway
