#include "gateway/profile/staged_profile.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/file.h>
#include <unistd.h>

#include <atomic>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "gateway/profile/profiles_directory.h"
#include "shim/base/unique_fd.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

class StagedProfileTest : public testing::Test {
 protected:
  const std::string work_path_ =
      "profiles/" + WorkName("coder", "staging", getpid());
  TempDirectory root_;
};

// Another command that sweeps must see the directory either not at all or in
// use: it is created and marked under one lock.
TEST_F(StagedProfileTest, WaitsForSweepBeforeCreating) {
  const auto directory = OpenProfiles(root_.path());
  ASSERT_TRUE(directory.ok()) << directory.status();
  auto sweeper = LockProfiles(*directory);
  ASSERT_TRUE(sweeper.ok()) << sweeper.status();
  std::atomic<bool> made = false;
  std::thread maker([&] {
    const auto staged = StagedProfile::Make(*directory, "coder");
    EXPECT_TRUE(staged.ok()) << staged.status();
    made = true;
    EXPECT_TRUE(root_.Has(work_path_));
    const auto other = LockProfiles(*directory);
    EXPECT_TRUE(other.ok()) << other.status();
    SweepLeftovers(*directory);
    EXPECT_TRUE(root_.Has(work_path_));
  });
  for (int tries = 0; tries < 20; ++tries) {
    EXPECT_FALSE(root_.Has(work_path_));
    EXPECT_FALSE(made);
    poll(nullptr, 0, 10);
  }
  sweeper->reset();
  maker.join();
  EXPECT_FALSE(root_.Has(work_path_));
}

TEST_F(StagedProfileTest, IsMarkedInUseBeforeLockIsReleased) {
  const auto directory = OpenProfiles(root_.path());
  ASSERT_TRUE(directory.ok()) << directory.status();
  const auto staged = StagedProfile::Make(*directory, "coder");
  ASSERT_TRUE(staged.ok()) << staged.status();
  const UniqueFd other(
      open(root_.Path(work_path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  ASSERT_TRUE(other.valid());
  EXPECT_NE(flock(other.get(), LOCK_EX | LOCK_NB), 0);
}

}  // namespace
}  // namespace hermes::gateway
