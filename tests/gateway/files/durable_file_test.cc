#include "gateway/files/durable_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "absl/status/status.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

int ModeOf(const std::string& path) {
  struct stat status = {};
  EXPECT_EQ(stat(path.c_str(), &status), 0) << path;
  return static_cast<int>(status.st_mode & 07777);
}

int FilesIn(const TempDirectory& dir) {
  int count = 0;
  for ([[maybe_unused]] const auto& entry :
       std::filesystem::directory_iterator(dir.path())) {
    ++count;
  }
  return count;
}

TEST(SmallFileTest, ReadsContent) {
  const TempDirectory dir;
  const std::string content(10000, 'x');
  dir.Write("f", content);
  EXPECT_EQ(*ReadSmallFile(dir.fd(), "f", 10000), content);
}

TEST(SmallFileTest, DistinguishesMissingFromTooLarge) {
  const TempDirectory dir;
  dir.Write("f", "12345");
  EXPECT_TRUE(absl::IsNotFound(ReadSmallFile(dir.fd(), "g", 9).status()));
  EXPECT_TRUE(absl::IsOutOfRange(ReadSmallFile(dir.fd(), "f", 4).status()));
}

TEST(SmallFileTest, DoesNotHangOnAFifo) {
  const TempDirectory dir;
  ASSERT_EQ(mkfifo(dir.Path("f").c_str(), 0600), 0);
  EXPECT_TRUE(absl::IsOutOfRange(ReadSmallFile(dir.fd(), "f", 9).status()));
}

TEST(SmallFileTest, RejectsDirectory) {
  const TempDirectory dir;
  std::filesystem::create_directory(dir.Path("d"));
  EXPECT_FALSE(ReadSmallFile(dir.fd(), "d", 9).ok());
}

TEST(SmallFileTest, ReplacesFileAndLeavesNoTemporary) {
  const TempDirectory dir;
  dir.Write("f", "old");
  ASSERT_TRUE(ReplaceFile(dir.fd(), "f", "new", 0600).ok());
  EXPECT_EQ(dir.Read("f"), "new");
  EXPECT_EQ(ModeOf(dir.Path("f")), 0600);
  EXPECT_EQ(FilesIn(dir), 1);
}

TEST(SmallFileTest, ReplacesLinkItself) {
  const TempDirectory dir;
  dir.Write("target", "precious");
  ASSERT_EQ(symlink("target", dir.Path("f").c_str()), 0);
  ASSERT_TRUE(ReplaceFile(dir.fd(), "f", "new", 0600).ok());
  EXPECT_EQ(dir.Read("target"), "precious");
  EXPECT_EQ(dir.Read("f"), "new");
}

TEST(SmallFileTest, RemovesTemporaryOfKilledProcessWithSamePid) {
  const TempDirectory dir;
  dir.Write(".f.tmp-" + std::to_string(getpid()), "half");
  ASSERT_TRUE(ReplaceFile(dir.fd(), "f", "whole", 0600).ok());
  EXPECT_EQ(dir.Read("f"), "whole");
  EXPECT_EQ(FilesIn(dir), 1);
}

TEST(SmallFileTest, CreateDoesNotOverwrite) {
  const TempDirectory dir;
  dir.Write("f", "old");
  EXPECT_TRUE(absl::IsAlreadyExists(CreateFile(dir.fd(), "f", "new", 0600)));
  EXPECT_EQ(dir.Read("f"), "old");
  EXPECT_EQ(FilesIn(dir), 1);
}

TEST(SmallFileTest, CreateDoesNotFollowDanglingLink) {
  const TempDirectory dir;
  ASSERT_EQ(symlink("elsewhere", dir.Path("f").c_str()), 0);
  EXPECT_TRUE(absl::IsAlreadyExists(CreateFile(dir.fd(), "f", "new", 0600)));
  EXPECT_FALSE(dir.Has("elsewhere"));
}

TEST(SmallFileTest, CreateUsesGivenMode) {
  const TempDirectory dir;
  ASSERT_TRUE(CreateFile(dir.fd(), "f", "secret", 0600).ok());
  EXPECT_EQ(ModeOf(dir.Path("f")), 0600);
}

}  // namespace
}  // namespace hermes::gateway
