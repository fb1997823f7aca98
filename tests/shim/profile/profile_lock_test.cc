#include "shim/profile/profile_lock.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "shim/base/process_stat.h"
#include "tests/shim/profile/temporary_home.h"

namespace hermes {
namespace {

class ProfileLockTest : public testing::Test {
 protected:
  ~ProfileLockTest() override { Release(); }

  void Hold(const std::string& record) {
    home_.Write("gateway.lock", record);
    fd_ = open(home_.Path("gateway.lock").c_str(), O_RDWR | O_CLOEXEC);
    ASSERT_EQ(flock(fd_, LOCK_EX | LOCK_NB), 0);
  }
  void Release() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }
  static std::string Record(pid_t pid, long long start) {
    return "{\"pid\":" + std::to_string(pid) +
           ",\"kind\":\"hermes-gateway\",\"start_time\":" +
           std::to_string(start) + "}";
  }
  static long long OwnStart() {
    const std::optional<ProcessStat> self = ReadProcessStat(getpid());
    return self ? self->start_ticks : -1;
  }

  const TemporaryHome home_;
  int fd_ = -1;
};

TEST_F(ProfileLockTest, ReportsNobodyWithoutLockFile) {
  EXPECT_EQ(ProbeProfileLock(home_.path()).holder, LockHolder::kNobody);
  EXPECT_EQ(ProbeProfileLock("/nowhere/at/all").holder, LockHolder::kNobody);
}

TEST_F(ProfileLockTest, ReportsNobodyForFreeLockWithRecord) {
  home_.Write("gateway.lock", Record(getpid(), OwnStart()));
  EXPECT_EQ(ProbeProfileLock(home_.path()).holder, LockHolder::kNobody);
}

TEST_F(ProfileLockTest, ReleasesLockAfterProbe) {
  home_.Write("gateway.lock", "");
  ProbeProfileLock(home_.path());
  const int fd = open(home_.Path("gateway.lock").c_str(), O_RDWR | O_CLOEXEC);
  EXPECT_EQ(flock(fd, LOCK_EX | LOCK_NB), 0);
  close(fd);
}

TEST_F(ProfileLockTest, ReportsLiveHolderInThisContainer) {
  Hold(Record(getpid(), OwnStart()));
  const ProfileLock lock = ProbeProfileLock(home_.path());
  EXPECT_EQ(lock.holder, LockHolder::kHere);
  EXPECT_EQ(lock.pid, getpid());
  Release();
  EXPECT_EQ(ProbeProfileLock(home_.path()).holder, LockHolder::kNobody);
}

TEST_F(ProfileLockTest, ReportsElsewhereIfStartTimeDiffers) {
  Hold(Record(getpid(), OwnStart() + 1));
  EXPECT_EQ(ProbeProfileLock(home_.path()).holder, LockHolder::kElsewhere);
  EXPECT_EQ(ProbeProfileLock(home_.path()).pid, 0);
}

// The holder is in another container of the pod, which shares its pid
// namespace.
TEST_F(ProfileLockTest, ReportsElsewhereForProcessWithOtherMounts) {
  int ready[2];
  ASSERT_EQ(pipe(ready), 0);
  const pid_t child = fork();
  if (child == 0) {
    const char failed = unshare(CLONE_NEWNS) == 0 ? '0' : '1';
    if (write(ready[1], &failed, 1) != 1) _exit(1);
    pause();
  }
  char failed = '1';
  EXPECT_EQ(read(ready[0], &failed, 1), 1);
  EXPECT_EQ(failed, '0') << "this test needs root";
  const std::optional<ProcessStat> stat = ReadProcessStat(child);
  ASSERT_TRUE(stat.has_value());
  Hold(Record(child, stat->start_ticks));
  EXPECT_EQ(ProbeProfileLock(home_.path()).holder, LockHolder::kElsewhere);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  close(ready[0]);
  close(ready[1]);
}

TEST_F(ProfileLockTest, ReportsElsewhereForUnknownHolder) {
  for (const std::string& record :
       {std::string(), std::string("{\"pid\":"), std::string("4711"),
        "{\"pid\":" + std::to_string(getpid()) + ",\"start_time\":null}",
        "{\"pid\":-1,\"start_time\":" + std::to_string(OwnStart()) + "}",
        std::string(100000, 'x')}) {
    Hold(record);
    EXPECT_EQ(ProbeProfileLock(home_.path()).holder, LockHolder::kElsewhere)
        << record.substr(0, 80);
    Release();
  }
}

TEST_F(ProfileLockTest, DoesNotBlockOnFifo) {
  ASSERT_EQ(mkfifo(home_.Path("gateway.lock").c_str(), 0644), 0);
  EXPECT_EQ(ProbeProfileLock(home_.path()).holder, LockHolder::kNobody);
}

}  // namespace
}  // namespace hermes
