#include "shim/init/data_ownership.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "shim/base/directory_tree.h"
#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

constexpr uid_t kImage = 10000;
constexpr uid_t kMapped = 99;
constexpr gid_t kMappedGroup = 100;

// A data root as it was left by the image's user; these tests run as root.
class DataOwnershipTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/owned-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    top_ = pattern;
    MakeDir("data");
  }
  void TearDown() override { EXPECT_TRUE(RemoveTree(AT_FDCWD, top_).ok()); }

  std::string Path(const std::string& name) const { return top_ + "/" + name; }
  void MakeDir(const std::string& name, uid_t owner = kImage) {
    ASSERT_EQ(mkdir(Path(name).c_str(), 0750), 0);
    ASSERT_EQ(chown(Path(name).c_str(), owner, owner), 0);
  }
  void MakeFile(const std::string& name, uid_t owner = kImage) {
    const UniqueFd file(
        open(Path(name).c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0640));
    ASSERT_TRUE(file.valid());
    ASSERT_EQ(fchown(file.get(), owner, owner), 0);
  }
  uid_t Owner(const std::string& name) const {
    struct stat st = {};
    EXPECT_EQ(lstat(Path(name).c_str(), &st), 0) << name;
    return st.st_uid;
  }
  Expected<void> Give() {
    const Expected<UniqueFd> root = OpenDirectory(AT_FDCWD, Path("data"));
    return GiveHermesFiles(root.value(), {kImage, kMapped, kMappedGroup});
  }

  std::string top_;
};

TEST_F(DataOwnershipTest, WholeTreesOfHermesAreGivenWithTheirGroup) {
  MakeDir("data/profiles");
  MakeDir("data/profiles/coder");
  MakeFile("data/profiles/coder/.env");
  ASSERT_TRUE(Give().ok());
  for (const char* name :
       {"data/profiles", "data/profiles/coder", "data/profiles/coder/.env"}) {
    EXPECT_EQ(Owner(name), kMapped) << name;
  }
  struct stat st = {};
  lstat(Path("data/profiles/coder/.env").c_str(), &st);
  EXPECT_EQ(st.st_gid, kMappedGroup);
  EXPECT_EQ(st.st_mode & 07777u, 0640u);
}

TEST_F(DataOwnershipTest, RootsFilesAreGivenToo) {
  MakeFile("data/auth.json", 0);
  ASSERT_TRUE(Give().ok());
  EXPECT_EQ(Owner("data/auth.json"), kMapped);
}

TEST_F(DataOwnershipTest, NamesThatHermesDoesNotMakeAreLeftAlone) {
  MakeDir("data/photos");
  MakeFile("data/photos/cat.jpg");
  MakeFile("data/notes.txt", 0);
  ASSERT_TRUE(Give().ok());
  EXPECT_EQ(Owner("data/photos"), kImage);
  EXPECT_EQ(Owner("data/photos/cat.jpg"), kImage);
  EXPECT_EQ(Owner("data/notes.txt"), 0u);
}

TEST_F(DataOwnershipTest, OthersFilesAndWhatIsInTheirDirectoriesAreLeftAlone) {
  MakeDir("data/workspace");
  MakeFile("data/workspace/theirs", 4711);
  MakeDir("data/workspace/checkout", 4711);
  MakeFile("data/workspace/checkout/file");
  ASSERT_TRUE(Give().ok());
  EXPECT_EQ(Owner("data/workspace"), kMapped);
  EXPECT_EQ(Owner("data/workspace/theirs"), 4711u);
  EXPECT_EQ(Owner("data/workspace/checkout"), 4711u);
  EXPECT_EQ(Owner("data/workspace/checkout/file"), kImage);
}

TEST_F(DataOwnershipTest, NoLinkIsFollowedAtTheTopOrBelow) {
  MakeDir("elsewhere");
  MakeFile("elsewhere/id_rsa");
  MakeDir("data/home");
  ASSERT_EQ(symlink("../elsewhere", Path("data/skills").c_str()), 0);
  ASSERT_EQ(symlink("../../elsewhere", Path("data/home/link").c_str()), 0);
  ASSERT_EQ(symlink("../elsewhere/id_rsa", Path("data/.env").c_str()), 0);
  ASSERT_TRUE(Give().ok());
  EXPECT_EQ(Owner("data/home"), kMapped);
  EXPECT_EQ(Owner("elsewhere"), kImage);
  EXPECT_EQ(Owner("elsewhere/id_rsa"), kImage);
}

// Whoever was the image's user may have given root's file a name in here.
TEST_F(DataOwnershipTest, FileWithASecondNameIsLeftAlone) {
  MakeFile("roots", 0);
  ASSERT_EQ(link(Path("roots").c_str(), Path("data/auth.json").c_str()), 0);
  ASSERT_TRUE(Give().ok());
  EXPECT_EQ(Owner("roots"), 0u);
}

TEST_F(DataOwnershipTest, PipesAndOtherThingsAreLeftAlone) {
  MakeDir("data/logs");
  ASSERT_EQ(mkfifo(Path("data/logs/pipe").c_str(), 0600), 0);
  ASSERT_TRUE(Give().ok());
  EXPECT_EQ(Owner("data/logs/pipe"), 0u);
}

}  // namespace
}  // namespace hermes
