#include "gateway/logging/rotating_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "shim/base/unique_fd.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

class RotatingFileTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(mkdir(home_.Path("logs").c_str(), 0755), 0);
  }
  absl::Status Append(const std::string& text) const {
    return AppendRotating(home_.fd(), {"a.log", 100, 2, 0600}, text);
  }
  const TempDirectory home_;
};

TEST_F(RotatingFileTest, AppendsText) {
  ASSERT_TRUE(Append("one\n").ok());
  ASSERT_TRUE(Append("two\n").ok());
  EXPECT_EQ(home_.Read("logs/a.log"), "one\ntwo\n");
  struct stat status = {};
  ASSERT_EQ(stat(home_.Path("logs/a.log").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0600u);
}

TEST_F(RotatingFileTest, KeepsGivenNumberOfOldFiles) {
  for (const char c : {'1', '2', '3', '4'}) {
    ASSERT_TRUE(Append(std::string(79, c) + "\n").ok());
  }
  EXPECT_EQ(home_.Read("logs/a.log")[0], '4');
  EXPECT_EQ(home_.Read("logs/a.log.1")[0], '3');
  EXPECT_EQ(home_.Read("logs/a.log.2")[0], '2');
  EXPECT_FALSE(home_.Has("logs/a.log.3"));
}

TEST_F(RotatingFileTest, FillsFileUpToLimit) {
  ASSERT_TRUE(Append(std::string(49, 'x') + "\n").ok());
  ASSERT_TRUE(Append(std::string(49, 'x') + "\n").ok());
  EXPECT_FALSE(home_.Has("logs/a.log.1"));
  EXPECT_EQ(home_.Read("logs/a.log").size(), 100u);
}

TEST_F(RotatingFileTest, AcceptsTextLargerThanLimit) {
  ASSERT_TRUE(Append(std::string(500, 'x') + "\n").ok());
  ASSERT_TRUE(Append("y\n").ok());
  EXPECT_EQ(home_.Read("logs/a.log.1").size(), 501u);
  EXPECT_EQ(home_.Read("logs/a.log"), "y\n");
}

TEST_F(RotatingFileTest, RecreatesMovedFile) {
  ASSERT_TRUE(Append("one\n").ok());
  std::filesystem::rename(home_.Path("logs/a.log"), home_.Path("logs/mine"));
  ASSERT_TRUE(Append("two\n").ok());
  EXPECT_EQ(home_.Read("logs/mine"), "one\n");
  EXPECT_EQ(home_.Read("logs/a.log"), "two\n");
}

TEST_F(RotatingFileTest, StartsNewLineAfterIncompleteOne) {
  home_.Write("logs/a.log", "torn");
  ASSERT_TRUE(Append("whole\n").ok());
  EXPECT_EQ(home_.Read("logs/a.log"), "torn\nwhole\n");
}

TEST_F(RotatingFileTest, DoesNotFollowLink) {
  ASSERT_EQ(symlink("../target", home_.Path("logs/a.log").c_str()), 0);
  EXPECT_FALSE(Append("x\n").ok());
  EXPECT_FALSE(home_.Has("target"));
}

// Neither with nor without a reader may the write wait.
TEST_F(RotatingFileTest, DoesNotWaitForFifo) {
  ASSERT_EQ(mkfifo(home_.Path("logs/a.log").c_str(), 0600), 0);
  EXPECT_FALSE(Append("x\n").ok());
  const UniqueFd reader(open(home_.Path("logs/a.log").c_str(),
                             O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  ASSERT_TRUE(reader.valid());
  EXPECT_FALSE(Append("x\n").ok());
  char got;
  EXPECT_LE(read(reader.get(), &got, 1), 0);
}

TEST_F(RotatingFileTest, ReportsDirectoryInPlaceOfFile) {
  ASSERT_EQ(mkdir(home_.Path("logs/a.log").c_str(), 0755), 0);
  EXPECT_FALSE(Append("x\n").ok());
}

// A file that cannot be rotated must not grow without limit.
TEST_F(RotatingFileTest, DoesNotAppendIfRotationFails) {
  ASSERT_TRUE(Append(std::string(79, '1') + "\n").ok());
  ASSERT_EQ(mkdir(home_.Path("logs/a.log.1").c_str(), 0755), 0);
  ASSERT_EQ(mkdir(home_.Path("logs/a.log.2").c_str(), 0755), 0);
  home_.Write("logs/a.log.2/x", "");
  EXPECT_FALSE(Append(std::string(79, '2') + "\n").ok());
  EXPECT_EQ(home_.Read("logs/a.log").size(), 80u);
}

TEST(RotatingFileNoLogsTest, ReportsMissingLogsDirectory) {
  const TempDirectory home;
  EXPECT_FALSE(AppendRotating(home.fd(), {"a.log", 100, 1, 0600}, "x\n").ok());
  ASSERT_EQ(mkdir(home.Path("elsewhere").c_str(), 0755), 0);
  ASSERT_EQ(symlink("elsewhere", home.Path("logs").c_str()), 0);
  EXPECT_FALSE(AppendRotating(home.fd(), {"a.log", 100, 1, 0600}, "x\n").ok());
  EXPECT_FALSE(home.Has("elsewhere/a.log"));
}

}  // namespace
}  // namespace hermes::gateway
