#include "shim/init/data_ownership.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
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

// A data root of the image's user. These tests run as root.
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

TEST_F(DataOwnershipTest, GivesWholeTreesOfHermesToUidAndGidAndKeepsModes) {
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

TEST_F(DataOwnershipTest, GivesFilesOfRootToo) {
  MakeFile("data/auth.json", 0);
  ASSERT_TRUE(Give().ok());
  EXPECT_EQ(Owner("data/auth.json"), kMapped);
}

TEST_F(DataOwnershipTest, GivesFilesOfDashboardToo) {
  const char* const names[] = {"data/.dashboard_secret",
                               "data/.dashboard_sessions",
                               "data/dashboard.pid"};
  for (const char* name : names) MakeFile(name);
  ASSERT_TRUE(Give().ok());
  for (const char* name : names) EXPECT_EQ(Owner(name), kMapped) << name;
}

TEST_F(DataOwnershipTest, KeepsOwnerOfNamesThatHermesDoesNotMake) {
  MakeDir("data/photos");
  MakeFile("data/photos/cat.jpg");
  MakeFile("data/notes.txt", 0);
  ASSERT_TRUE(Give().ok());
  EXPECT_EQ(Owner("data/photos"), kImage);
  EXPECT_EQ(Owner("data/photos/cat.jpg"), kImage);
  EXPECT_EQ(Owner("data/notes.txt"), 0u);
}

TEST_F(DataOwnershipTest,
       KeepsFilesOfOtherOwnersAndContentsOfTheirDirectories) {
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

TEST_F(DataOwnershipTest, FollowsNoLinkAtTopLevelOrBelow) {
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

// The image's user may have made a hard link here to a file of root.
TEST_F(DataOwnershipTest, KeepsOwnerOfFileWithSecondHardLink) {
  MakeFile("roots", 0);
  ASSERT_EQ(link(Path("roots").c_str(), Path("data/auth.json").c_str()), 0);
  ASSERT_TRUE(Give().ok());
  EXPECT_EQ(Owner("roots"), 0u);
}

TEST_F(DataOwnershipTest, KeepsOwnerOfPipes) {
  MakeDir("data/logs");
  ASSERT_EQ(mkfifo(Path("data/logs/pipe").c_str(), 0600), 0);
  ASSERT_TRUE(Give().ok());
  EXPECT_EQ(Owner("data/logs/pipe"), 0u);
}

// The image's user decides how deep the tree is.
TEST_F(DataOwnershipTest, NeedsNoMoreStackOrDescriptorsForDeepTrees) {
  MakeDir("data/workspace");
  MakeDir("data/workspace/sibling");
  std::string bottom = "data/workspace";
  for (int level = 0; level < 500; ++level) {
    bottom += "/d";
    MakeDir(bottom);
  }
  const pid_t child = fork();
  if (child == 0) {
    const rlimit descriptors = {32, 32};
    const rlimit stack = {128 << 10, 128 << 10};
    setrlimit(RLIMIT_NOFILE, &descriptors);
    setrlimit(RLIMIT_STACK, &stack);
    _exit(Give().ok() ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(Owner(bottom), kMapped);
  EXPECT_EQ(Owner("data/workspace/sibling"), kMapped);
}

// Binds a directory and a file of the host into the volume, from the same file
// system, on a kernel that has neither openat2(2) nor statx(2).
TEST_F(DataOwnershipTest, KeepsOwnerOfMountsOnOldKernel) {
  MakeDir("host");
  MakeFile("host/id_rsa");
  MakeFile("host/file");
  MakeDir("data/logs");
  MakeDir("data/logs/bound");
  MakeFile("data/logs/file");
  MakeFile("data/logs/own");
  const pid_t child = fork();
  if (child == 0) {
    sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_statx, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const sock_fprog program = {sizeof filter / sizeof filter[0], filter};
    if (unshare(CLONE_NEWNS) != 0 ||
        mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount(Path("host").c_str(), Path("data/logs/bound").c_str(), nullptr,
              MS_BIND, nullptr) != 0 ||
        mount(Path("host/file").c_str(), Path("data/logs/file").c_str(),
              nullptr, MS_BIND, nullptr) != 0 ||
        prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
      _exit(99);
    }
    _exit(Give().ok() ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(Owner("data/logs/own"), kMapped);
  EXPECT_EQ(Owner("host"), kImage);
  EXPECT_EQ(Owner("host/id_rsa"), kImage);
  EXPECT_EQ(Owner("host/file"), kImage);
}

}  // namespace
}  // namespace hermes
