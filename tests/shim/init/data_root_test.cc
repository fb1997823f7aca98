#include "shim/init/data_root.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"

namespace hermes {
namespace {

class DataRootTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/data-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    top_ = pattern;
  }
  void TearDown() override { EXPECT_TRUE(RemoveTree(AT_FDCWD, top_).ok()); }

  struct stat Stat(const std::string& path) {
    struct stat st = {};
    EXPECT_EQ(lstat(path.c_str(), &st), 0) << path;
    return st;
  }

  std::string top_;
};

TEST_F(DataRootTest, CreatesMissingDataRootForUser) {
  ASSERT_TRUE(PrepareDataRoot(top_ + "/data", 10000, 10001, 10000).ok());
  EXPECT_EQ(Stat(top_ + "/data").st_uid, 10000u);
  EXPECT_EQ(Stat(top_ + "/data").st_gid, 10001u);
}

TEST_F(DataRootTest, KeepsModeAndForeignContentsWhenGivingDataRoot) {
  ASSERT_EQ(mkdir((top_ + "/data").c_str(), 0700), 0);
  ASSERT_EQ(mkdir((top_ + "/data/inside").c_str(), 0755), 0);
  ASSERT_EQ(chown((top_ + "/data").c_str(), 10000, 10000), 0);
  ASSERT_TRUE(PrepareDataRoot(top_ + "/data", 99, 99, 10000).ok());
  EXPECT_EQ(Stat(top_ + "/data").st_uid, 99u);
  EXPECT_EQ(Stat(top_ + "/data").st_mode & 07777u, 0700u);
  EXPECT_EQ(Stat(top_ + "/data/inside").st_uid, geteuid());
}

TEST_F(DataRootTest, KeepsRootsDirectoryThatHoldsOtherFiles) {
  ASSERT_EQ(mkdir((top_ + "/data").c_str(), 0755), 0);
  ASSERT_EQ(mkdir((top_ + "/data/inside").c_str(), 0755), 0);
  ASSERT_TRUE(PrepareDataRoot(top_ + "/data", 10000, 10000, 10000).ok());
  EXPECT_EQ(Stat(top_ + "/data").st_uid, 0u);
}

// The image's user owns a new volume, whatever uid HERMES_UID names.
TEST_F(DataRootTest, GivesDirectoryOfImagesUserWithWhatHermesMade) {
  ASSERT_EQ(mkdir((top_ + "/data").c_str(), 0755), 0);
  ASSERT_EQ(mkdir((top_ + "/data/logs").c_str(), 0755), 0);
  ASSERT_EQ(chown((top_ + "/data").c_str(), 10000, 10000), 0);
  ASSERT_EQ(chown((top_ + "/data/logs").c_str(), 10000, 10000), 0);
  ASSERT_TRUE(PrepareDataRoot(top_ + "/data", 99, 100, 10000).ok());
  EXPECT_EQ(Stat(top_ + "/data").st_uid, 99u);
  EXPECT_EQ(Stat(top_ + "/data").st_gid, 100u);
  EXPECT_EQ(Stat(top_ + "/data/logs").st_uid, 99u);
}

TEST_F(DataRootTest, ChangesNothingInsideIfDataRootHasRightOwner) {
  ASSERT_EQ(mkdir((top_ + "/data").c_str(), 0755), 0);
  ASSERT_EQ(mkdir((top_ + "/data/logs").c_str(), 0755), 0);
  ASSERT_EQ(chown((top_ + "/data").c_str(), 99, 4711), 0);
  ASSERT_TRUE(PrepareDataRoot(top_ + "/data", 99, 100, 10000).ok());
  EXPECT_EQ(Stat(top_ + "/data").st_gid, 4711u);
  EXPECT_EQ(Stat(top_ + "/data/logs").st_uid, geteuid());
}

TEST_F(DataRootTest, KeepsDirectoryOfOtherUser) {
  ASSERT_EQ(mkdir((top_ + "/data").c_str(), 0755), 0);
  ASSERT_EQ(chown((top_ + "/data").c_str(), 4711, 4711), 0);
  ASSERT_TRUE(PrepareDataRoot(top_ + "/data", 10000, 10000, 10000).ok());
  EXPECT_EQ(Stat(top_ + "/data").st_uid, 4711u);
}

TEST_F(DataRootTest, DoesNotFollowLink) {
  ASSERT_EQ(mkdir((top_ + "/target").c_str(), 0755), 0);
  ASSERT_EQ(symlink("target", (top_ + "/data").c_str()), 0);
  EXPECT_FALSE(PrepareDataRoot(top_ + "/data", 10000, 10000, 10000).ok());
  EXPECT_EQ(Stat(top_ + "/target").st_uid, geteuid());
}

}  // namespace
}  // namespace hermes
