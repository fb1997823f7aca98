#include "shim/scripts/log_directory.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>

#include "gtest/gtest.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

using fixture::Exists;
using fixture::SlotPlace;

std::string DirectoryIn(const SlotPlace& place) {
  return place.home() + "/logs/gateways/a";
}

TEST(OpenLogDirectoryTest, CreatesMissingDirectoriesForOwnerOnly) {
  const SlotPlace place;
  const Expected<UniqueFd> opened = OpenLogDirectory(place.home(), "a");
  ASSERT_TRUE(opened.ok()) << Describe(opened.error());
  struct stat st;
  ASSERT_EQ(stat(DirectoryIn(place).c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 07777, 0700u);
}

TEST(OpenLogDirectoryTest, KeepsModesOfExistingDirectories) {
  const SlotPlace place;
  std::filesystem::create_directory(place.home() + "/logs");
  ASSERT_EQ(chmod((place.home() + "/logs").c_str(), 0755), 0);
  ASSERT_TRUE(OpenLogDirectory(place.home(), "a").ok());
  struct stat st;
  ASSERT_EQ(stat((place.home() + "/logs").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0755u);
}

TEST(OpenLogDirectoryTest, AcceptsSymlinkAsDataRoot) {
  const SlotPlace place;
  ASSERT_EQ(symlink(place.home().c_str(), place.Path("link").c_str()), 0);
  EXPECT_TRUE(OpenLogDirectory(place.Path("link"), "a").ok());
}

TEST(OpenLogDirectoryTest, RejectsSymlinkBelowDataRootAndNamesPath) {
  const SlotPlace place;
  std::filesystem::create_directories(place.home() + "/logs/gateways");
  ASSERT_EQ(symlink(place.orders().c_str(), DirectoryIn(place).c_str()), 0);
  const Expected<UniqueFd> opened = OpenLogDirectory(place.home(), "a");
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().subject, DirectoryIn(place));
}

TEST(OpenLogDirectoryTest, FailsIfDirectoryIsAFile) {
  const SlotPlace place;
  fixture::Spill(place.home() + "/logs", "");
  const Expected<UniqueFd> opened = OpenLogDirectory(place.home(), "a");
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().err, ENOTDIR);
}

class ProbeLogDirectoryTest : public testing::Test {
 protected:
  ProbeLogDirectoryTest()
      : directory_(OpenLogDirectory(place_.home(), "a").value().release()) {}

  std::string In(const std::string& name) const {
    return DirectoryIn(place_) + "/" + name;
  }
  Expected<void> Probe() const { return ProbeLogDirectory(directory_.get()); }

  SlotPlace place_;
  UniqueFd directory_;
};

TEST_F(ProbeLogDirectoryTest, LeavesOnlyLockInUsableDirectory) {
  ASSERT_TRUE(Probe().ok());
  EXPECT_TRUE(Exists(In("lock")));
  std::filesystem::remove(In("lock"));
  EXPECT_TRUE(std::filesystem::is_empty(DirectoryIn(place_)));
}

TEST_F(ProbeLogDirectoryTest, IgnoresLeftoverOfKilledProbe) {
  fixture::Spill(In(".hermes-entry-probe"), "x");
  EXPECT_TRUE(Probe().ok());
}

TEST_F(ProbeLogDirectoryTest, ReportsLockOfOtherLogger) {
  const UniqueFd lock(
      open(In("lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  struct flock whole = {};
  whole.l_type = F_WRLCK;
  ASSERT_EQ(fcntl(lock.get(), F_SETLK, &whole), 0);
  // A process does not conflict with its own locks, so another process must
  // probe.
  EXPECT_TRUE(fixture::AsUid(0, [&] {
    const Expected<void> probe = Probe();
    return !probe.ok() && probe.error().stage == "locking";
  }));
}

TEST_F(ProbeLogDirectoryTest, ReportsFilesOfOtherUid) {
  fixture::Spill(In("current"), "");
  ASSERT_EQ(chmod(In("current").c_str(), 0600), 0);
  ASSERT_EQ(chown(DirectoryIn(place_).c_str(), 10000, 10000), 0);
  for (const char* part : {"/logs", "/logs/gateways"}) {
    ASSERT_EQ(chmod((place_.home() + part).c_str(), 0755), 0);
  }
  EXPECT_TRUE(fixture::AsUid(10000, [&] {
    const Expected<void> probe = Probe();
    return !probe.ok() && probe.error().err == EACCES &&
           probe.error().subject == "current";
  }));
}

TEST_F(ProbeLogDirectoryTest, ReportsUnwritableDirectory) {
  EXPECT_TRUE(fixture::AsUid(10000, [&] {
    const Expected<void> probe = Probe();
    return !probe.ok() && probe.error().err == EACCES;
  }));
}

}  // namespace
}  // namespace hermes
