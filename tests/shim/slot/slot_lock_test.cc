#include "shim/slot/slot_lock.h"

#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "gtest/gtest.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

class SlotLockTest : public testing::Test {
 protected:
  SlotLockTest() {
    char name[] = "/tmp/hermes-lock-XXXXXX";
    if (mkdtemp(name) != nullptr) slot_ = name;
    std::filesystem::create_directory(slot_ + "/data");
  }
  ~SlotLockTest() override { std::filesystem::remove_all(slot_); }

  // Returns the error number of another process's attempt, or 0 if it got the
  // lock.
  int AnothersError() const {
    const pid_t pid = fork();
    if (pid == 0) {
      const Expected<UniqueFd> lock = LockSlot(slot_);
      _exit(lock.ok() ? 0 : lock.error().err);
    }
    int status = 0;
    waitpid(pid, &status, 0);
    return WEXITSTATUS(status);
  }

  std::string slot_;
};

TEST_F(SlotLockTest, ExcludesOthersUntilItIsClosed) {
  Expected<UniqueFd> lock = LockSlot(slot_);
  ASSERT_TRUE(lock.ok());
  ASSERT_TRUE(lock.value().valid());
  EXPECT_EQ(AnothersError(), ETIMEDOUT);
  lock.value().reset();
  EXPECT_EQ(AnothersError(), 0);
}

TEST_F(SlotLockTest, ReturnsInvalidDescriptorIfSlotCannotBeOpened) {
  const Expected<UniqueFd> lock = LockSlot(slot_ + "/nowhere");
  ASSERT_TRUE(lock.ok());
  EXPECT_FALSE(lock.value().valid());
}

}  // namespace
}  // namespace hermes
