#include "shim/base/directory_tree.h"

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
#include <functional>
#include <string>
#include <utility>

#include "shim/base/expected.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

// Runs `action` in a child process and returns its result, or -1 if a signal
// killed the child.
int ResultInChild(const std::function<int()>& action) {
  const pid_t child = fork();
  if (child == 0) _exit(action());
  int status = 0;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

// Makes openat2(2) and statx(2) fail with `err` in this process.
void DenyNewCalls(int err) {
  sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_statx, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | static_cast<unsigned>(err)),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program = {sizeof filter / sizeof filter[0], filter};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
      prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
    _exit(99);
  }
}

class DirectoryTreeTest : public testing::Test {
 protected:
  // In memory, because some of the trees are large.
  void SetUp() override {
    std::string pattern = "/dev/shm/tree-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    top_ = pattern;
  }
  void TearDown() override { EXPECT_TRUE(RemoveTree(AT_FDCWD, top_).ok()); }

  std::string Path(const std::string& name) { return top_ + "/" + name; }
  void Make(const std::string& name) {
    ASSERT_EQ(mkdir(Path(name).c_str(), 0755), 0) << name;
  }
  bool Exists(const std::string& name) {
    return access(Path(name).c_str(), F_OK) == 0;
  }

  std::string top_;
};

TEST_F(DirectoryTreeTest, MakesDirectoryWithExactMode) {
  const mode_t before = umask(0077);
  const Expected<UniqueFd> made = MakeDirectory(AT_FDCWD, Path("d"), 0711);
  umask(before);
  ASSERT_TRUE(made.ok());
  struct stat st;
  ASSERT_EQ(fstat(made.value().get(), &st), 0);
  EXPECT_EQ(st.st_mode & 07777, 0711u);
}

TEST_F(DirectoryTreeTest, RefusesToMakeExistingDirectory) {
  const Expected<UniqueFd> made = MakeDirectory(AT_FDCWD, top_, 0755);
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().err, EEXIST);
}

TEST_F(DirectoryTreeTest, RefusesToOpenSymlink) {
  ASSERT_EQ(symlink(top_.c_str(), Path("link").c_str()), 0);
  EXPECT_FALSE(OpenDirectory(AT_FDCWD, Path("link")).ok());
  EXPECT_TRUE(OpenDirectory(AT_FDCWD, top_).ok());
}

TEST_F(DirectoryTreeTest, RemovesDirectoryWithContents) {
  Make("a");
  Make("a/b");
  ASSERT_EQ(mkfifo(Path("a/b/fifo").c_str(), 0600), 0);
  const Expected<void> removed = RemoveTree(AT_FDCWD, Path("a"));
  EXPECT_TRUE(removed.ok()) << Describe(removed.error());
  EXPECT_FALSE(Exists("a"));
}

TEST_F(DirectoryTreeTest, AcceptsRemovalOfMissingName) {
  EXPECT_TRUE(RemoveTree(AT_FDCWD, Path("missing")).ok());
}

TEST_F(DirectoryTreeTest, RemovesLinkButNotItsTarget) {
  Make("kept");
  ASSERT_EQ(symlink("kept", Path("link").c_str()), 0);
  ASSERT_TRUE(RemoveTree(AT_FDCWD, Path("link")).ok());
  EXPECT_TRUE(Exists("kept"));
}

TEST_F(DirectoryTreeTest, DoesNotFollowLinksInRemovedTree) {
  Make("a");
  Make("kept");
  ASSERT_EQ(symlink("../kept", Path("a/link").c_str()), 0);
  ASSERT_TRUE(RemoveTree(AT_FDCWD, Path("a")).ok());
  EXPECT_TRUE(Exists("kept"));
}

TEST_F(DirectoryTreeTest, KeepsMountAndRemovesRest) {
  ASSERT_EQ(unshare(CLONE_NEWNS), 0);
  ASSERT_EQ(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
  Make("a");
  Make("a/other");
  Make("a/mounted");
  ASSERT_EQ(mount("none", Path("a/mounted").c_str(), "tmpfs", 0, nullptr), 0);
  Make("a/mounted/kept");
  const Expected<void> removed = RemoveTree(AT_FDCWD, Path("a"));
  ASSERT_FALSE(removed.ok());
  EXPECT_EQ(removed.error().err, EXDEV);
  EXPECT_TRUE(Exists("a/mounted/kept"));
  EXPECT_FALSE(Exists("a/other"));
  ASSERT_EQ(umount(Path("a/mounted").c_str()), 0);
}

// A directory of the host that is bind-mounted into a volume of the same file
// system.
TEST_F(DirectoryTreeTest, KeepsBindMountedDirectory) {
  ASSERT_EQ(unshare(CLONE_NEWNS), 0);
  ASSERT_EQ(mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
  Make("a");
  Make("a/bound");
  Make("host");
  Make("host/kept");
  ASSERT_EQ(mount(Path("host").c_str(), Path("a/bound").c_str(), nullptr,
                  MS_BIND, nullptr),
            0);
  const Expected<void> removed = RemoveTree(AT_FDCWD, Path("a"));
  ASSERT_FALSE(removed.ok());
  EXPECT_TRUE(Exists("host/kept"));
  ASSERT_EQ(umount(Path("a/bound").c_str()), 0);
}

// Makes a chain of nested directories.
void MakeChain(const std::string& path, int levels) {
  UniqueFd fd(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (int level = 0; level < levels; ++level) {
    ASSERT_EQ(mkdirat(fd.get(), "d", 0755), 0) << level;
    Expected<UniqueFd> next = OpenDirectory(fd.get(), "d");
    ASSERT_TRUE(next.ok());
    fd = std::move(next).value();
  }
}

TEST_F(DirectoryTreeTest, RemovesDeepTreeWithLittleStackAndFewDescriptors) {
  Make("a");
  Make("a/beside");
  MakeChain(Path("a"), 5000);
  ASSERT_EQ(ResultInChild([this] {
              const rlimit descriptors = {64, 64};
              const rlimit stack = {256 << 10, 256 << 10};
              if (setrlimit(RLIMIT_NOFILE, &descriptors) != 0 ||
                  setrlimit(RLIMIT_STACK, &stack) != 0) {
                return 99;
              }
              return RemoveTree(AT_FDCWD, Path("a")).ok() ? 0 : 1;
            }),
            0);
  EXPECT_FALSE(Exists("a"));
}

TEST_F(DirectoryTreeTest, RemovesMoreNamesThanItReadsAtATime) {
  Make("a");
  for (int n = 0; n < 2500; ++n) Make("a/" + std::to_string(n));
  EXPECT_TRUE(RemoveTree(AT_FDCWD, Path("a")).ok());
  EXPECT_FALSE(Exists("a"));
}

TEST_F(DirectoryTreeTest, KeepsMountDeepInTree) {
  Make("a");
  Make("host");
  Make("host/kept");
  MakeChain(Path("a"), 40);
  std::string bottom = "a";
  for (int level = 0; level < 40; ++level) bottom += "/d";
  Make(bottom + "/bound");
  const std::string bound = Path(bottom + "/bound");
  EXPECT_EQ(
      ResultInChild([&] {
        if (unshare(CLONE_NEWNS) != 0 ||
            mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
            mount(Path("host").c_str(), bound.c_str(), nullptr, MS_BIND,
                  nullptr) != 0) {
          return 99;
        }
        const Expected<void> removed = RemoveTree(AT_FDCWD, Path("a"));
        return removed.ok() ? 0 : removed.error().err;
      }),
      EXDEV);
  EXPECT_TRUE(Exists("host/kept"));
}

// What is missing on an old kernel, or with a seccomp filter that does not know
// a call.
enum class Lacking { kNothing, kNewCalls, kNewCallsAndProc };

struct LackingCase {
  const char* name;
  Lacking lacking;
  int errno_of_call;
};

class OldKernelTest : public DirectoryTreeTest,
                      public testing::WithParamInterface<LackingCase> {
 protected:
  void SetUp() override {
    DirectoryTreeTest::SetUp();
    Make("a");
    Make("a/bound");
    Make("a/inside");
    Make("host");
    Make("host/kept");
  }
  // To be called in a child: bind-mounts host/ at a/bound and makes the calls
  // and /proc unavailable as the parameter says.
  void BecomeOld() {
    if (unshare(CLONE_NEWNS) != 0 ||
        mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
        mount(Path("host").c_str(), Path("a/bound").c_str(), nullptr, MS_BIND,
              nullptr) != 0) {
      _exit(99);
    }
    if (GetParam().lacking == Lacking::kNewCallsAndProc &&
        mount("none", "/proc", "tmpfs", 0, nullptr) != 0) {
      _exit(99);
    }
    if (GetParam().lacking != Lacking::kNothing) {
      DenyNewCalls(GetParam().errno_of_call);
    }
  }
};

INSTANTIATE_TEST_SUITE_P(
    Without, OldKernelTest,
    testing::Values(LackingCase{"Nothing", Lacking::kNothing, 0},
                    LackingCase{"NewCalls", Lacking::kNewCalls, ENOSYS},
                    LackingCase{"FilteredCalls", Lacking::kNewCalls, EPERM},
                    LackingCase{"CallsAndProc", Lacking::kNewCallsAndProc,
                                ENOSYS}),
    [](const testing::TestParamInfo<LackingCase>& each) {
      return each.param.name;
    });

TEST_P(OldKernelTest, KeepsBindMountedDirectory) {
  ASSERT_EQ(ResultInChild([this] {
              BecomeOld();
              return RemoveTree(AT_FDCWD, Path("a")).ok() ? 1 : 0;
            }),
            0);
  EXPECT_TRUE(Exists("host/kept"));
}

TEST_P(OldKernelTest, RefusesToOpenIfMountIsUnknown) {
  const bool knows = GetParam().lacking != Lacking::kNewCallsAndProc;
  EXPECT_EQ(ResultInChild([this] {
              BecomeOld();
              const Expected<UniqueFd> a = OpenDirectory(AT_FDCWD, Path("a"));
              return OpenWithinMount(a.value().get(), "bound", O_PATH).ok();
            }),
            0);
  EXPECT_EQ(ResultInChild([this] {
              BecomeOld();
              const Expected<UniqueFd> a = OpenDirectory(AT_FDCWD, Path("a"));
              return OpenWithinMount(a.value().get(), "inside", O_PATH).ok();
            }),
            knows ? 1 : 0);
}

TEST_P(OldKernelTest, ReportsOnlyProvenMountPoints) {
  const bool knows = GetParam().lacking != Lacking::kNewCallsAndProc;
  for (const char* name : {"a/bound", "a/inside"}) {
    const bool is_mount = std::string(name) == "a/bound";
    EXPECT_EQ(ResultInChild([this, name] {
                BecomeOld();
                const Expected<UniqueFd> opened =
                    OpenDirectory(AT_FDCWD, Path(name));
                return IsMountPoint(opened.value());
              }),
              knows && is_mount ? 1 : 0)
        << name;
  }
}

}  // namespace
}  // namespace hermes
