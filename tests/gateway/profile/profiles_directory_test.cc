#include "gateway/profile/profiles_directory.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

TEST(WorkNameTest, IsRecognisedAndNotAProfileName) {
  EXPECT_EQ(WorkName("coder", "staging", 17), ".coder.staging-17");
  EXPECT_TRUE(IsWorkName(WorkName("coder", "staging", 17)));
  EXPECT_TRUE(IsWorkName(WorkName("a-b_c", "deleted", 1)));
}

TEST(WorkNameTest, DoesNotMatchOtherNames) {
  for (const char* name :
       {"", ".", "..", "coder", ".deleted", ".git", ".coder.staging-",
        ".coder.staging-x", ".coder.staging-0", ".coder.staging--1",
        "coder.staging-17", ".Coder.staging-17", "..staging-17",
        ".coder.backup-17"}) {
    EXPECT_FALSE(IsWorkName(name)) << name;
  }
}

TEST(ProfileFileErrorTest, ClassifiesError) {
  EXPECT_TRUE(absl::IsPermissionDenied(ProfileFileError(EACCES, "x")));
  EXPECT_TRUE(absl::IsPermissionDenied(ProfileFileError(EROFS, "x")));
  EXPECT_TRUE(absl::IsResourceExhausted(ProfileFileError(ENOSPC, "x")));
  EXPECT_TRUE(absl::IsNotFound(ProfileFileError(EIO, "x")));
}

class ProfilesDirectoryTest : public testing::Test {
 protected:
  void MakeLeftover(const std::string& name) {
    ASSERT_EQ(mkdir(root_.Path("profiles/" + name).c_str(), 0700), 0);
    root_.Write("profiles/" + name + "/file", "");
  }

  TempDirectory root_;
};

TEST_F(ProfilesDirectoryTest, IsCreatedOnceAndThenReused) {
  ASSERT_TRUE(OpenProfiles(root_.path()).ok());
  ASSERT_TRUE(root_.Has("profiles"));
  EXPECT_TRUE(OpenProfiles(root_.path()).ok());
}

TEST_F(ProfilesDirectoryTest, RejectsLinkAndFile) {
  ASSERT_EQ(symlink("/tmp", root_.Path("profiles").c_str()), 0);
  EXPECT_TRUE(absl::IsNotFound(OpenProfiles(root_.path()).status()));
  ASSERT_EQ(unlink(root_.Path("profiles").c_str()), 0);
  root_.Write("profiles", "");
  EXPECT_TRUE(absl::IsNotFound(OpenProfiles(root_.path()).status()));
}

TEST_F(ProfilesDirectoryTest, ReportsMissingRoot) {
  EXPECT_FALSE(OpenProfiles(root_.Path("none")).ok());
  EXPECT_FALSE(root_.Has("none"));
}

TEST_F(ProfilesDirectoryTest, SweepsOnlyUnusedDirectories) {
  const auto directory = OpenProfiles(root_.path());
  ASSERT_TRUE(directory.ok());
  MakeLeftover(".coder.staging-4194305");
  MakeLeftover(".ops.staging-4194305");
  MakeLeftover("coder");
  const UniqueFd used(open(root_.Path("profiles/.ops.staging-4194305").c_str(),
                           O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  MarkInUse(used.get());
  SweepLeftovers(*directory);
  EXPECT_FALSE(root_.Has("profiles/.coder.staging-4194305"));
  EXPECT_TRUE(root_.Has("profiles/.ops.staging-4194305/file"));
  EXPECT_TRUE(root_.Has("profiles/coder/file"));
}

TEST_F(ProfilesDirectoryTest, LetsOnlyOneHolderLock) {
  const auto directory = OpenProfiles(root_.path());
  ASSERT_TRUE(directory.ok());
  auto lock = LockProfiles(*directory);
  ASSERT_TRUE(lock.ok());
  const UniqueFd other(
      open(root_.Path("profiles").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  EXPECT_NE(flock(other.get(), LOCK_EX | LOCK_NB), 0);
  lock->reset();
  EXPECT_EQ(flock(other.get(), LOCK_EX | LOCK_NB), 0);
}

}  // namespace
}  // namespace hermes::gateway
