#include "shim/base/small_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>

#include "gtest/gtest.h"
#include "shim/base/expected.h"

namespace hermes {
namespace {

class SmallFileTest : public testing::Test {
 protected:
  SmallFileTest() : directory_(testing::TempDir() + "/small-file-XXXXXX") {
    EXPECT_NE(mkdtemp(directory_.data()), nullptr);
  }
  ~SmallFileTest() override { std::filesystem::remove_all(directory_); }

  std::string Path(const std::string& name) const {
    return directory_ + "/" + name;
  }
  size_t Entries() const {
    size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(directory_)) {
      count += entry.exists() ? 1 : 0;
    }
    return count;
  }
  static int ErrorOf(const Expected<std::string>& result) {
    return result.ok() ? 0 : result.error().err;
  }
  static int ErrorOf(const Expected<void>& result) {
    return result.ok() ? 0 : result.error().err;
  }

  std::string directory_;
};

TEST_F(SmallFileTest, ReadsBackCreatedFileByteForByte) {
  const std::string content("a\0b\n\xff", 5);
  ASSERT_TRUE(CreateFile(AT_FDCWD, Path("f"), content, 0600).ok());
  const Expected<std::string> read = ReadSmallFile(AT_FDCWD, Path("f"));
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read.value(), content);
}

TEST_F(SmallFileTest, ResolvesNameRelativeToDescriptor) {
  const int fd = open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  EXPECT_TRUE(CreateFile(fd, "f", "x", 0600).ok());
  EXPECT_TRUE(ReplaceFile(fd, "f", "y", 0600).ok());
  EXPECT_EQ(ReadSmallFile(fd, "f").value(), "y");
  close(fd);
}

TEST_F(SmallFileTest, ReadsWholeProcFile) {
  const Expected<std::string> status =
      ReadSmallFile(AT_FDCWD, "/proc/self/status");
  ASSERT_TRUE(status.ok());
  EXPECT_NE(status.value().find("SigBlk:"), std::string::npos);
}

TEST_F(SmallFileTest, AcceptsFileOfExactlyTheLimit) {
  ASSERT_TRUE(CreateFile(AT_FDCWD, Path("f"), "12345", 0600).ok());
  EXPECT_EQ(ErrorOf(ReadSmallFile(AT_FDCWD, Path("f"), 5)), 0);
  EXPECT_EQ(ErrorOf(ReadSmallFile(AT_FDCWD, Path("f"), 4)), EFBIG);
}

TEST_F(SmallFileTest, ReadsFileLargerThanOneRead) {
  const std::string content(20000, 'x');
  ASSERT_TRUE(CreateFile(AT_FDCWD, Path("f"), content, 0600).ok());
  EXPECT_EQ(ReadSmallFile(AT_FDCWD, Path("f")).value(), content);
}

TEST_F(SmallFileTest, ReportsMissingFile) {
  EXPECT_EQ(ErrorOf(ReadSmallFile(AT_FDCWD, Path("none"))), ENOENT);
}

TEST_F(SmallFileTest, RefusesFifoWithoutWaitingForWriter) {
  ASSERT_EQ(mkfifo(Path("fifo").c_str(), 0600), 0);
  EXPECT_EQ(ErrorOf(ReadSmallFile(AT_FDCWD, Path("fifo"))), EINVAL);
}

TEST_F(SmallFileTest, RefusesDirectory) {
  EXPECT_EQ(ErrorOf(ReadSmallFile(AT_FDCWD, directory_)), EINVAL);
}

TEST_F(SmallFileTest, FollowsSymlinkUnlessToldNotTo) {
  ASSERT_TRUE(CreateFile(AT_FDCWD, Path("f"), "x", 0600).ok());
  ASSERT_EQ(symlink(Path("f").c_str(), Path("link").c_str()), 0);
  EXPECT_EQ(ErrorOf(ReadSmallFile(AT_FDCWD, Path("link"))), 0);
  EXPECT_EQ(ErrorOf(ReadSmallFile(AT_FDCWD, Path("link"), 65536, O_NOFOLLOW)),
            ELOOP);
}

TEST_F(SmallFileTest, CreatingKeepsExistingFile) {
  ASSERT_TRUE(CreateFile(AT_FDCWD, Path("f"), "old", 0600).ok());
  EXPECT_EQ(ErrorOf(CreateFile(AT_FDCWD, Path("f"), "new", 0600)), EEXIST);
  EXPECT_EQ(ReadSmallFile(AT_FDCWD, Path("f")).value(), "old");
}

TEST_F(SmallFileTest, CreatingDoesNotFollowDanglingSymlink) {
  ASSERT_EQ(symlink(Path("target").c_str(), Path("link").c_str()), 0);
  EXPECT_EQ(ErrorOf(CreateFile(AT_FDCWD, Path("link"), "x", 0600)), EEXIST);
  EXPECT_FALSE(std::filesystem::exists(Path("target")));
}

TEST_F(SmallFileTest, ReplacingLeavesOneFileWithNewContentAndMode) {
  ASSERT_TRUE(CreateFile(AT_FDCWD, Path("f"), "old", 0644).ok());
  ASSERT_TRUE(ReplaceFile(AT_FDCWD, Path("f"), "new", 0600).ok());
  EXPECT_EQ(ReadSmallFile(AT_FDCWD, Path("f")).value(), "new");
  struct stat st;
  ASSERT_EQ(stat(Path("f").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0600u);
  EXPECT_EQ(Entries(), 1u);
}

TEST_F(SmallFileTest, ReplacingCreatesMissingFile) {
  ASSERT_TRUE(ReplaceFile(AT_FDCWD, Path("f"), "x", 0600).ok());
  EXPECT_EQ(ReadSmallFile(AT_FDCWD, Path("f")).value(), "x");
}

TEST_F(SmallFileTest, ReplacingRemovesLeftoverOfProcessWithSamePid) {
  const std::string leftover = "f.new." + std::to_string(getpid());
  ASSERT_TRUE(CreateFile(AT_FDCWD, Path(leftover), "stale", 0600).ok());
  ASSERT_TRUE(ReplaceFile(AT_FDCWD, Path("f"), "x", 0600).ok());
  EXPECT_EQ(ReadSmallFile(AT_FDCWD, Path("f")).value(), "x");
  EXPECT_EQ(Entries(), 1u);
}

TEST_F(SmallFileTest, FailedReplaceLeavesNoTemporaryFile) {
  std::filesystem::create_directory(Path("f"));
  EXPECT_NE(ErrorOf(ReplaceFile(AT_FDCWD, Path("f"), "x", 0600)), 0);
  EXPECT_EQ(Entries(), 1u);
}

}  // namespace
}  // namespace hermes
