#include "gateway/files/timed_lock.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>

#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kAtOnce{0};
constexpr milliseconds kLong{20000};

UniqueFd Open(const TempDirectory& dir) {
  return UniqueFd(open(dir.path().c_str(), O_RDONLY | O_CLOEXEC));
}

TEST(TimedLockTest, TakesFreeLockThenReportsBusyToOthers) {
  const TempDirectory dir;
  UniqueFd one = Open(dir);
  const UniqueFd two = Open(dir);
  EXPECT_EQ(LockWithin(one.get(), kAtOnce), LockAnswer::kHeld);
  EXPECT_EQ(LockWithin(two.get(), milliseconds(30)), LockAnswer::kBusy);
  one.reset();
  EXPECT_EQ(LockWithin(two.get(), kAtOnce), LockAnswer::kHeld);
}

TEST(TimedLockTest, WaitsForHolder) {
  const TempDirectory dir;
  UniqueFd one = Open(dir);
  const UniqueFd two = Open(dir);
  ASSERT_EQ(LockWithin(one.get(), kAtOnce), LockAnswer::kHeld);
  std::thread frees([&one] { one.reset(); });
  EXPECT_EQ(LockWithin(two.get(), kLong), LockAnswer::kHeld);
  frees.join();
}

TEST(TimedLockTest, ReportsThatLockingIsImpossible) {
  EXPECT_EQ(LockWithin(-1, kLong), LockAnswer::kImpossible);
}

TEST(TimedLockTest, CreatesPrivateLockFile) {
  const TempDirectory dir;
  const UniqueFd lock = LockFileWithin(dir.fd(), ".lock", kAtOnce);
  struct stat file = {};
  ASSERT_EQ(stat(dir.Path(".lock").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 07777, 0600u);
  const UniqueFd second(open(dir.Path(".lock").c_str(), O_RDONLY));
  EXPECT_EQ(LockWithin(second.get(), kAtOnce), LockAnswer::kBusy);
}

TEST(TimedLockTest, DoesNotCreateLockFileThroughLink) {
  const TempDirectory dir;
  ASSERT_EQ(symlink("elsewhere", dir.Path(".lock").c_str()), 0);
  EXPECT_FALSE(LockFileWithin(dir.fd(), ".lock", kAtOnce).valid());
  EXPECT_FALSE(dir.Has("elsewhere"));
}

}  // namespace
}  // namespace hermes::gateway
