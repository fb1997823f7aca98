#include "shim/base/directory_tree.h"

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
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

class DirectoryTreeTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/tree-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    top_ = pattern;
  }
  void TearDown() override { EXPECT_TRUE(RemoveTree(AT_FDCWD, top_).ok()); }

  std::string Path(const std::string& name) { return top_ + "/" + name; }
  void Make(const std::string& name) {
    ASSERT_EQ(mkdir(Path(name).c_str(), 0755), 0) << name;
  }
  bool Exists(const std::string& name) {
    return access(Path(name).c_str(), F_OK) == 0;
  }

  std::string top_;
};

TEST_F(DirectoryTreeTest, AMadeDirectorysModeDoesNotDependOnTheUmask) {
  const mode_t before = umask(0077);
  const Expected<UniqueFd> made = MakeDirectory(AT_FDCWD, Path("d"), 0711);
  umask(before);
  ASSERT_TRUE(made.ok());
  struct stat st;
  ASSERT_EQ(fstat(made.value().get(), &st), 0);
  EXPECT_EQ(st.st_mode & 07777, 0711u);
}

TEST_F(DirectoryTreeTest, MakingAnExistingOneIsAnError) {
  const Expected<UniqueFd> made = MakeDirectory(AT_FDCWD, top_, 0755);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().err, EEXIST);
}

TEST_F(DirectoryTreeTest, OpeningRefusesASymlink) {
  ASSERT_EQ(symlink(top_.c_str(), Path("link").c_str()), 0);
  EXPECT_FALSE(OpenDirectory(AT_FDCWD, Path("link")).ok());
  EXPECT_TRUE(OpenDirectory(AT_FDCWD, top_).ok());
}

TEST_F(DirectoryTreeTest, RemovingTakesAllThatIsInIt) {
  Make("a");
  Make("a/b");
  ASSERT_EQ(mkfifo(Path("a/b/fifo").c_str(), 0600), 0);
  const Expected<void> removed = RemoveTree(AT_FDCWD, Path("a"));
  EXPECT_TRUE(removed.ok()) << Describe(removed.error());
  EXPECT_FALSE(Exists("a"));
}

TEST_F(DirectoryTreeTest, RemovingNothingIsNoError) {
  EXPECT_TRUE(RemoveTree(AT_FDCWD, Path("missing")).ok());
}

TEST_F(DirectoryTreeTest, RemovingALinkLeavesItsTarget) {
  Make("kept");
  ASSERT_EQ(symlink("kept", Path("link").c_str()), 0);
  ASSERT_TRUE(RemoveTree(AT_FDCWD, Path("link")).ok());
  EXPECT_TRUE(Exists("kept"));
}

TEST_F(DirectoryTreeTest, RemovingFollowsNoLinkInside) {
  Make("a");
  Make("kept");
  ASSERT_EQ(symlink("../kept", Path("a/link").c_str()), 0);
  ASSERT_TRUE(RemoveTree(AT_FDCWD, Path("a")).ok());
  EXPECT_TRUE(Exists("kept"));
}

TEST_F(DirectoryTreeTest, RemovingEntersNoMountAndTakesTheRest) {
  ASSERT_EQ(unshare(CLONE_NEWNS), 0);
  ASSERT_EQ(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
  Make("a");
  Make("a/other");
  Make("a/mounted");
  ASSERT_EQ(mount("none", Path("a/mounted").c_str(), "tmpfs", 0, nullptr), 0);
  Make("a/mounted/kept");
  const Expected<void> removed = RemoveTree(AT_FDCWD, Path("a"));
  ASSERT_FALSE(removed.ok());
  EXPECT_EQ(removed.error().err, EXDEV);
  EXPECT_TRUE(Exists("a/mounted/kept"));
  EXPECT_FALSE(Exists("a/other"));
  ASSERT_EQ(umount(Path("a/mounted").c_str()), 0);
}

// A host's directory that is bound into a volume of the same file system.
TEST_F(DirectoryTreeTest, RemovingEntersNoDirectoryThatIsBoundThere) {
  ASSERT_EQ(unshare(CLONE_NEWNS), 0);
  ASSERT_EQ(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
  Make("a");
  Make("a/bound");
  Make("host");
  Make("host/kept");
  ASSERT_EQ(mount(Path("host").c_str(), Path("a/bound").c_str(), nullptr,
                  MS_BIND, nullptr),
            0);
  const Expected<void> removed = RemoveTree(AT_FDCWD, Path("a"));
  ASSERT_FALSE(removed.ok());
  EXPECT_TRUE(Exists("host/kept"));
  ASSERT_EQ(umount(Path("a/bound").c_str()), 0);
}

}  // namespace
}  // namespace hermes
