#include "shim/init/remove_tree.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

#include "shim/base/expected.h"

namespace hermes {
namespace {

class RemoveTreeTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/tree-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    top_ = pattern;
  }
  void TearDown() override { EXPECT_TRUE(RemoveAll(AT_FDCWD, top_).ok()); }

  std::string top_;
};

TEST_F(RemoveTreeTest, RemovesADirectoryWithAllThatIsInIt) {
  ASSERT_EQ(mkdir((top_ + "/a").c_str(), 0755), 0);
  ASSERT_EQ(mkdir((top_ + "/a/b").c_str(), 0755), 0);
  ASSERT_EQ(mkfifo((top_ + "/a/b/fifo").c_str(), 0600), 0);
  ASSERT_TRUE(RemoveAll(AT_FDCWD, top_ + "/a").ok());
  EXPECT_NE(access((top_ + "/a").c_str(), F_OK), 0);
}

TEST_F(RemoveTreeTest, NothingThereIsNoError) {
  EXPECT_TRUE(RemoveAll(AT_FDCWD, top_ + "/missing").ok());
}

TEST_F(RemoveTreeTest, ALinkIsRemovedAndNotItsTarget) {
  ASSERT_EQ(mkdir((top_ + "/a").c_str(), 0755), 0);
  ASSERT_EQ(mkdir((top_ + "/kept").c_str(), 0755), 0);
  ASSERT_EQ(symlink("../kept", (top_ + "/a/link").c_str()), 0);
  ASSERT_TRUE(RemoveAll(AT_FDCWD, top_ + "/a").ok());
  EXPECT_EQ(access((top_ + "/kept").c_str(), F_OK), 0);
}

TEST_F(RemoveTreeTest, AMountIsNotCrossed) {
  ASSERT_EQ(unshare(CLONE_NEWNS), 0);
  ASSERT_EQ(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
  const std::string mounted = top_ + "/a/mounted";
  ASSERT_EQ(mkdir((top_ + "/a").c_str(), 0755), 0);
  ASSERT_EQ(mkdir(mounted.c_str(), 0755), 0);
  ASSERT_EQ(mount("none", mounted.c_str(), "tmpfs", 0, nullptr), 0);
  ASSERT_EQ(mkdir((mounted + "/kept").c_str(), 0755), 0);
  const Expected<void> removed = RemoveAll(AT_FDCWD, top_ + "/a");
  ASSERT_FALSE(removed.ok());
  EXPECT_EQ(removed.error().err, EXDEV);
  EXPECT_EQ(access((mounted + "/kept").c_str(), F_OK), 0);
  ASSERT_EQ(umount(mounted.c_str()), 0);
}

}  // namespace
}  // namespace hermes
