#include "shim/slot/scan_directory.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

#include "gtest/gtest.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

struct Case {
  const char* name;
  ScanDirectoryFacts facts;
  std::string_view objection;
};

class ScanDirectoryTest : public testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(
    Table, ScanDirectoryTest,
    testing::Values(
        Case{"RootsOwn", {0, 0, 0, 0755}, ""},
        Case{"RootsGroupMayWrite", {0, 0, 0, 0775}, ""},
        Case{"AnotherUsers",
             {0, 10000, 0, 0755},
             "working as root in another user's directory"},
        Case{"EveryUserMayWrite",
             {0, 0, 0, 0757},
             "working as root in a directory that every user may write"},
        Case{"StickyBitDoesNotHelp",
             {0, 0, 0, 01777},
             "working as root in a directory that every user may write"},
        Case{"AnotherGroupMayWrite",
             {0, 0, 10000, 0775},
             "working as root in a directory that another group may write"},
        Case{"AnotherGroupMayRead", {0, 0, 10000, 0755}, ""},
        Case{"CallerThatIsNotRoot", {10000, 10001, 10001, 0777}, ""}),
    [](const testing::TestParamInfo<Case>& each) { return each.param.name; });

TEST_P(ScanDirectoryTest, ObjectsToDirectoryThatOtherUidCanChange) {
  EXPECT_EQ(ScanDirectoryObjection(GetParam().facts), GetParam().objection);
}

class OpenScanDirectoryTest : public testing::Test {
 protected:
  OpenScanDirectoryTest() {
    if (geteuid() != 0) ADD_FAILURE() << "this test needs root";
    char name[] = "/tmp/hermes-scan-XXXXXX";
    if (mkdtemp(name) != nullptr) root_ = name;
    std::filesystem::create_directory(scandir());
  }
  ~OpenScanDirectoryTest() override { std::filesystem::remove_all(root_); }
  std::string scandir() const { return root_ + "/service"; }

  std::string root_;
};

TEST_F(OpenScanDirectoryTest, KeepsDirectoryEvenIfItsPathLeadsElsewhereLater) {
  const Expected<UniqueFd> opened = OpenScanDirectory(scandir());
  ASSERT_TRUE(opened.ok()) << Describe(opened.error());
  struct stat held;
  struct stat named;
  ASSERT_EQ(fstat(opened.value().get(), &held), 0);
  ASSERT_EQ(stat(scandir().c_str(), &named), 0);
  EXPECT_EQ(held.st_ino, named.st_ino);
}

TEST_F(OpenScanDirectoryTest, FollowsNoLinkAsRoot) {
  const std::string link = root_ + "/link";
  std::filesystem::create_symlink("service", link);
  const Expected<UniqueFd> opened = OpenScanDirectory(link);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().err, ENOTDIR);
}

TEST_F(OpenScanDirectoryTest, RejectsDirectoryOfOtherUidAsRoot) {
  ASSERT_EQ(chown(scandir().c_str(), 10000, 10000), 0);
  const Expected<UniqueFd> opened = OpenScanDirectory(scandir());
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().err, EPERM);
  EXPECT_EQ(Describe(opened.error()),
            "working as root in another user's directory " + scandir() +
                ": Operation not permitted");
}

}  // namespace
}  // namespace hermes
