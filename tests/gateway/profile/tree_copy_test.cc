#include "gateway/profile/tree_copy.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "absl/status/status.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

mode_t ModeOf(const std::string& path) {
  struct stat status = {};
  EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

class TreeCopyTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(mkdir(from_.Path("deep").c_str(), 0750), 0);
    from_.Write("deep/run", std::string(200000, 'x'));
    ASSERT_EQ(chmod(from_.Path("deep/run").c_str(), 04755), 0);
    from_.Write("plain", "y");
    ASSERT_EQ(chmod(from_.Path("plain").c_str(), 0640), 0);
  }

  TempDirectory from_;
  TempDirectory to_;
};

TEST_F(TreeCopyTest, CopiesContentAndPermissionsWithoutSetIdBits) {
  const absl::StatusOr<int> passed_over =
      CopyTree(from_.fd(), to_.fd(), "skills");
  ASSERT_TRUE(passed_over.ok()) << passed_over.status();
  EXPECT_EQ(*passed_over, 0);
  EXPECT_EQ(to_.Read("skills/deep/run"), std::string(200000, 'x'));
  EXPECT_EQ(to_.Read("skills/plain"), "y");
  EXPECT_EQ(ModeOf(to_.Path("skills/deep/run")), 0755u);
  EXPECT_EQ(ModeOf(to_.Path("skills/plain")), 0640u);
  EXPECT_EQ(ModeOf(to_.Path("skills/deep")), 0750u);
}

TEST_F(TreeCopyTest, SkipsLinksAndSpecialFiles) {
  ASSERT_EQ(symlink("/etc", from_.Path("link").c_str()), 0);
  ASSERT_EQ(mkfifo(from_.Path("deep/fifo").c_str(), 0600), 0);
  EXPECT_EQ(*CopyTree(from_.fd(), to_.fd(), "skills"), 2);
  EXPECT_FALSE(to_.Has("skills/link"));
  EXPECT_FALSE(to_.Has("skills/deep/fifo"));
}

TEST_F(TreeCopyTest, DoesNotOverwriteFiles) {
  ASSERT_EQ(mkdir(to_.Path("skills").c_str(), 0755), 0);
  to_.Write("skills/plain", "mine");
  EXPECT_FALSE(CopyTree(from_.fd(), to_.fd(), "skills").ok());
  EXPECT_EQ(to_.Read("skills/plain"), "mine");
}

TEST_F(TreeCopyTest, DoesNotFollowLinkOutOfTarget) {
  ASSERT_EQ(symlink(from_.path().c_str(), to_.Path("skills").c_str()), 0);
  EXPECT_FALSE(CopyTree(from_.fd(), to_.fd(), "skills").ok());
}

TEST_F(TreeCopyTest, LimitsDepthOfEndlessTree) {
  std::string path = "deep";
  for (int i = 0; i < 70; ++i) {
    path += "/d";
    ASSERT_EQ(mkdir(from_.Path(path).c_str(), 0755), 0);
  }
  const absl::Status status = CopyTree(from_.fd(), to_.fd(), "skills").status();
  EXPECT_TRUE(absl::IsNotFound(status)) << status;
}

}  // namespace
}  // namespace hermes::gateway
