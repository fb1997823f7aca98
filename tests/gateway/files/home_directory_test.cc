#include "gateway/files/home_directory.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "absl/status/status.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

TEST(HomeDirectoryTest, CreatesHomeWithParents) {
  const TempDirectory dir;
  const auto home = OpenHome(dir.Path("a/b"), MissingHome::kMake);
  ASSERT_TRUE(home.ok()) << home.status();
  EXPECT_TRUE(home->fd.valid());
  struct stat status = {};
  ASSERT_EQ(stat(dir.Path("a/b").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700u);
}

TEST(HomeDirectoryTest, LeavesNoFileInExistingHome) {
  const TempDirectory dir;
  ASSERT_TRUE(OpenHome(dir.path(), MissingHome::kMustExist).ok());
  EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
}

TEST(HomeDirectoryTest, ReportsFileInPlaceOfDirectory) {
  const TempDirectory dir;
  dir.Write("f", "");
  const auto home = OpenHome(dir.Path("f/home"), MissingHome::kMake);
  EXPECT_TRUE(absl::IsNotFound(home.status())) << home.status();
}

TEST(HomeDirectoryTest, DoesNotCreateHomeThatMustExist) {
  const TempDirectory dir;
  const auto home = OpenHome(dir.Path("gone"), MissingHome::kMustExist);
  EXPECT_TRUE(absl::IsNotFound(home.status())) << home.status();
  EXPECT_FALSE(dir.Has("gone"));
}

TEST(HomeDirectoryTest, ReportsPathAndUidIfNotWritable) {
  // Not even root can create files there.
  const auto home = OpenHome("/proc/self", MissingHome::kMake);
  ASSERT_FALSE(home.ok());
  EXPECT_NE(std::string(home.status().message()).find("/proc/self"),
            std::string::npos);
}

}  // namespace
}  // namespace hermes::gateway
