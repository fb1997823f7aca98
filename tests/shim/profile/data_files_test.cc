#include "shim/profile/data_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

namespace hermes {
namespace {

class DataFilesTest : public testing::Test {
 protected:
  DataFilesTest() : root_(testing::TempDir() + "/data_files_XXXXXX") {
    EXPECT_NE(mkdtemp(root_.data()), nullptr);
    EXPECT_EQ(mkdir((root_ + "/profiles").c_str(), 0755), 0);
  }

  std::string root_;
};

TEST_F(DataFilesTest, ReadsActiveProfileUnchanged) {
  std::ofstream(root_ + "/active_profile") << "coder\n";
  EXPECT_EQ(ReadActiveProfile(root_), "coder\n");
}

TEST_F(DataFilesTest, ReturnsNothingWithoutActiveProfileFile) {
  EXPECT_EQ(ReadActiveProfile(root_), std::nullopt);
}

TEST_F(DataFilesTest, IgnoresFifoAsActiveProfile) {
  ASSERT_EQ(mkfifo((root_ + "/active_profile").c_str(), 0644), 0);
  EXPECT_EQ(ReadActiveProfile(root_), std::nullopt);
}

TEST_F(DataFilesTest, IgnoresTooLargeActiveProfile) {
  std::ofstream(root_ + "/active_profile") << std::string(100000, 'a');
  EXPECT_EQ(ReadActiveProfile(root_), std::nullopt);
}

TEST_F(DataFilesTest, RecognisesProfileByItsDirectory) {
  ASSERT_EQ(mkdir((root_ + "/profiles/coder").c_str(), 0755), 0);
  std::ofstream(root_ + "/profiles/file") << "x";
  EXPECT_TRUE(ProfileExists(root_, "coder"));
  EXPECT_FALSE(ProfileExists(root_, "file"));
  EXPECT_FALSE(ProfileExists(root_, "gone"));
}

}  // namespace
}  // namespace hermes
