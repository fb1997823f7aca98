#include "shim/init/tree_directories.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

class TreeDirectoriesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/run-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    run_ = pattern;
  }
  void TearDown() override { EXPECT_TRUE(RemoveTree(AT_FDCWD, run_).ok()); }

  Expected<TreeDirectories> Make() {
    return MakeTreeDirectories({run_}, geteuid(), getegid());
  }
  void MakeDir(const std::string& name) {
    ASSERT_EQ(mkdir((run_ + name).c_str(), 0755), 0) << name;
  }
  bool Exists(const std::string& name) {
    struct stat st;
    return lstat((run_ + name).c_str(), &st) == 0;
  }

  std::string run_;
};

TEST_F(TreeDirectoriesTest, MakesScandirBaseAndMark) {
  const Expected<TreeDirectories> tree = Make();
  ASSERT_TRUE(tree.ok()) << Describe(tree.error());
  EXPECT_EQ(tree.value().scandir, run_ + "/service");
  EXPECT_TRUE(Exists("/service"));
  EXPECT_TRUE(Exists("/s6/basedir"));
  EXPECT_TRUE(Exists("/hermes-entry/tree"));
}

TEST_F(TreeDirectoriesTest, GivesDirectoriesToTreesOwner) {
  if (geteuid() != 0) FAIL() << "this test needs root to give files away";
  const Expected<TreeDirectories> tree =
      MakeTreeDirectories({run_}, 10000, 10001);
  ASSERT_TRUE(tree.ok()) << Describe(tree.error());
  for (const char* name : {"/service", "/s6", "/s6/basedir", "/hermes-entry",
                           "/hermes-entry/tree"}) {
    struct stat st;
    ASSERT_EQ(lstat((run_ + name).c_str(), &st), 0) << name;
    EXPECT_EQ(st.st_uid, 10000u) << name;
    EXPECT_EQ(st.st_gid, 10001u) << name;
  }
}

// After the scandir is made and before its s6-svscan starts, no process reads a
// FIFO there; the lock alone shows that the run directory is in use.
TEST_F(TreeDirectoriesTest, RefusesRunDirectoryThatIsLocked) {
  {
    const Expected<TreeDirectories> first = Make();
    ASSERT_TRUE(first.ok()) << Describe(first.error());
    const Expected<TreeDirectories> second = Make();
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().err, EBUSY);
  }
  EXPECT_TRUE(Make().ok());
}

TEST_F(TreeDirectoriesTest, RemovesLeftoversOfEarlierRun) {
  MakeDir("/service");
  MakeDir("/service/gateway-old");
  ASSERT_EQ(mkfifo((run_ + "/service/gateway-old/control").c_str(), 0600), 0);
  MakeDir("/s6");
  ASSERT_TRUE(Make().ok());
  EXPECT_FALSE(Exists("/service/gateway-old"));
}

TEST_F(TreeDirectoriesTest, RemovesWhatKilledBootMovedAside) {
  MakeDir("/.stale-service-0");
  MakeDir("/.stale-service-0/x");
  MakeDir("/service");
  ASSERT_TRUE(Make().ok());
  EXPECT_FALSE(Exists("/.stale-service-0"));
}

TEST_F(TreeDirectoriesTest, KeepsEntriesWithOtherNames) {
  MakeDir("/other");
  ASSERT_TRUE(Make().ok());
  EXPECT_TRUE(Exists("/other"));
}

TEST_F(TreeDirectoriesTest, ReplacesLinkWithoutFollowingIt) {
  MakeDir("/precious");
  MakeDir("/precious/kept");
  ASSERT_EQ(symlink((run_ + "/precious").c_str(), (run_ + "/service").c_str()),
            0);
  ASSERT_TRUE(Make().ok());
  EXPECT_TRUE(Exists("/precious/kept"));
  struct stat st;
  ASSERT_EQ(lstat((run_ + "/service").c_str(), &st), 0);
  EXPECT_TRUE(S_ISDIR(st.st_mode));
}

TEST_F(TreeDirectoriesTest, RefusesRunDirectoryWithLiveScandir) {
  MakeDir("/service");
  MakeDir("/service/.s6-svscan");
  const std::string control = run_ + "/service/.s6-svscan/control";
  ASSERT_EQ(mkfifo(control.c_str(), 0600), 0);
  const UniqueFd reader(open(control.c_str(), O_RDONLY | O_NONBLOCK));
  ASSERT_TRUE(reader.valid());
  const Expected<TreeDirectories> tree = Make();
  ASSERT_FALSE(tree.ok());
  EXPECT_EQ(tree.error().err, EBUSY);
  EXPECT_TRUE(Exists("/service/.s6-svscan/control"));
}

TEST_F(TreeDirectoriesTest, UsesNextCandidateIfOneCannotBeUsed) {
  const Expected<TreeDirectories> tree = MakeTreeDirectories(
      {"/proc/nowhere", run_ + "/made"}, geteuid(), getegid());
  ASSERT_TRUE(tree.ok()) << Describe(tree.error());
  EXPECT_EQ(tree.value().run_directory, run_ + "/made");
}

TEST_F(TreeDirectoriesTest, ReturnsErrorOfLastCandidateIfNoneCanBeUsed) {
  const Expected<TreeDirectories> tree =
      MakeTreeDirectories({"/proc/nowhere"}, geteuid(), getegid());
  ASSERT_FALSE(tree.ok());
  EXPECT_EQ(tree.error().subject, "/proc/nowhere");
}

TEST_F(TreeDirectoriesTest, ReturnsDescriptorOfScandir) {
  const Expected<TreeDirectories> tree = Make();
  ASSERT_TRUE(tree.ok()) << Describe(tree.error());
  struct stat held;
  struct stat named;
  ASSERT_EQ(fstat(tree.value().scandir_fd.get(), &held), 0);
  ASSERT_EQ(lstat((run_ + "/service").c_str(), &named), 0);
  EXPECT_EQ(held.st_ino, named.st_ino);
}

struct RunDirectoryCase {
  const char* name;
  RunDirectoryFacts facts;  // owner, mode, own_uid, tree_uid
  bool refused;
};

class RunDirectoryTest : public testing::TestWithParam<RunDirectoryCase> {};

INSTANTIATE_TEST_SUITE_P(
    Table, RunDirectoryTest,
    testing::Values(
        RunDirectoryCase{"Roots", {0, 0755, 0, 10000}, false},
        RunDirectoryCase{"RootsMountForAll", {0, 0777, 10000, 10000}, false},
        RunDirectoryCase{"Own", {1000, 0755, 1000, 1000}, false},
        RunDirectoryCase{"TheTrees", {10000, 0755, 0, 10000}, false},
        RunDirectoryCase{"OwnSticky", {1000, 01777, 1000, 1000}, false},
        RunDirectoryCase{"AnotherUids", {1001, 0755, 1000, 1000}, true},
        RunDirectoryCase{"AnotherUidsForRoot", {1001, 0755, 0, 10000}, true},
        RunDirectoryCase{"OwnForAll", {1000, 0777, 1000, 1000}, true},
        RunDirectoryCase{"OwnForItsGroup", {1000, 0770, 1000, 1000}, true}),
    [](const testing::TestParamInfo<RunDirectoryCase>& each) {
      return each.param.name;
    });

TEST_P(RunDirectoryTest, IsUsedOnlyIfNoOtherUidCanChangeIt) {
  EXPECT_EQ(!RunDirectoryObjection(GetParam().facts).empty(),
            GetParam().refused);
}

}  // namespace
}  // namespace hermes
