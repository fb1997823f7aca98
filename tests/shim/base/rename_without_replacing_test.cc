#include "shim/base/rename_without_replacing.h"

#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "gtest/gtest.h"
#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

int RefuseFlag(int, const char*, const char*) { return EINVAL; }
int LackSystemCall(int, const char*, const char*) { return ENOSYS; }
int RefuseLink(int, const char*, const char*) { return EPERM; }

struct Case {
  const char* name;
  bool on_tmpfs;
  RenameCalls calls;
};

const Case kCases[] = {
    {"Flag", false, kRenameCalls},
    {"FlagOnTmpfs", true, kRenameCalls},
    {"HardLink", false, {RefuseFlag, kRenameCalls.link}},
    {"HardLinkOnTmpfs", true, {RefuseFlag, kRenameCalls.link}},
    {"HardLinkWithoutSystemCall", false, {LackSystemCall, kRenameCalls.link}},
    {"Reservation", false, {RefuseFlag, RefuseLink}},
    {"ReservationOnTmpfs", true, {RefuseFlag, RefuseLink}},
};

// Runs every test with the flag and with each fallback. Needs root.
class RenameWithoutReplacingTest : public testing::TestWithParam<Case> {
 protected:
  RenameWithoutReplacingTest()
      : directory_(testing::TempDir() + "/rename-XXXXXX") {
    EXPECT_NE(mkdtemp(directory_.data()), nullptr);
    if (GetParam().on_tmpfs) MountTmpfs();
    fd_.reset(open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  ~RenameWithoutReplacingTest() override {
    fd_.reset();
    if (GetParam().on_tmpfs) {
      EXPECT_EQ(umount(directory_.c_str()), 0);
    }
    std::filesystem::remove_all(directory_);
  }

  void MountTmpfs() {
    static const bool own_namespace =
        unshare(CLONE_NEWNS) == 0 &&
        mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    EXPECT_TRUE(own_namespace) << "needs root";
    EXPECT_EQ(mount("none", directory_.c_str(), "tmpfs", 0, "size=1m"), 0);
  }

  std::string Path(const std::string& name) const {
    return directory_ + "/" + name;
  }
  void Write(const std::string& name, const std::string& content) {
    std::ofstream(Path(name)) << content;
  }
  std::string Read(const std::string& name) const {
    std::ostringstream content;
    content << std::ifstream(Path(name)).rdbuf();
    return content.str();
  }
  bool Exists(const std::string& name) const {
    return std::filesystem::exists(std::filesystem::symlink_status(Path(name)));
  }
  int Rename(const std::string& from, const std::string& to) {
    return RenameWithoutReplacing(fd_.get(), from, to, GetParam().calls);
  }

  std::string directory_;
  UniqueFd fd_;
};

TEST_P(RenameWithoutReplacingTest, RenamesFile) {
  Write("from", "content");
  EXPECT_EQ(Rename("from", "to"), 0);
  EXPECT_EQ(Read("to"), "content");
  EXPECT_FALSE(Exists("from"));
}

TEST_P(RenameWithoutReplacingTest, RenamesDirectoryWithItsEntries) {
  std::filesystem::create_directory(Path("from"));
  Write("from/entry", "content");
  EXPECT_EQ(Rename("from", "to"), 0);
  EXPECT_EQ(Read("to/entry"), "content");
  EXPECT_FALSE(Exists("from"));
}

TEST_P(RenameWithoutReplacingTest, RenamesSymbolicLinkAndNotItsTarget) {
  Write("target", "content");
  std::filesystem::create_symlink("target", Path("from"));
  EXPECT_EQ(Rename("from", "to"), 0);
  EXPECT_EQ(std::filesystem::read_symlink(Path("to")), "target");
  EXPECT_TRUE(Exists("target"));
  EXPECT_FALSE(Exists("from"));
}

TEST_P(RenameWithoutReplacingTest, KeepsExistingFile) {
  Write("from", "new");
  Write("to", "old");
  EXPECT_EQ(Rename("from", "to"), EEXIST);
  EXPECT_EQ(Read("to"), "old");
  EXPECT_EQ(Read("from"), "new");
}

TEST_P(RenameWithoutReplacingTest, KeepsExistingEmptyFile) {
  Write("from", "new");
  Write("to", "");
  EXPECT_EQ(Rename("from", "to"), EEXIST);
  EXPECT_EQ(Read("to"), "");
  EXPECT_EQ(Read("from"), "new");
}

TEST_P(RenameWithoutReplacingTest, KeepsDanglingLink) {
  Write("from", "new");
  std::filesystem::create_symlink("missing", Path("to"));
  EXPECT_EQ(Rename("from", "to"), EEXIST);
  EXPECT_EQ(std::filesystem::read_symlink(Path("to")), "missing");
  EXPECT_FALSE(Exists("missing"));
}

TEST_P(RenameWithoutReplacingTest, DoesNotReplaceDanglingLinkByDirectory) {
  std::filesystem::create_directory(Path("from"));
  std::filesystem::create_symlink("missing", Path("to"));
  EXPECT_EQ(Rename("from", "to"), EEXIST);
  EXPECT_EQ(std::filesystem::read_symlink(Path("to")), "missing");
  EXPECT_TRUE(Exists("from"));
}

TEST_P(RenameWithoutReplacingTest, DoesNotReplaceEmptyDirectoryByFile) {
  Write("from", "new");
  std::filesystem::create_directory(Path("to"));
  EXPECT_EQ(Rename("from", "to"), EEXIST);
  EXPECT_TRUE(std::filesystem::is_directory(Path("to")));
  EXPECT_EQ(Read("from"), "new");
}

TEST_P(RenameWithoutReplacingTest, DoesNotReplaceFileByDirectory) {
  std::filesystem::create_directory(Path("from"));
  Write("to", "old");
  EXPECT_EQ(Rename("from", "to"), EEXIST);
  EXPECT_EQ(Read("to"), "old");
  EXPECT_TRUE(Exists("from"));
}

TEST_P(RenameWithoutReplacingTest, DoesNotReplaceEmptyDirectoryByDirectory) {
  std::filesystem::create_directory(Path("from"));
  std::filesystem::create_directory(Path("to"));
  Write("from/entry", "new");
  EXPECT_EQ(Rename("from", "to"), EEXIST);
  EXPECT_TRUE(std::filesystem::is_empty(Path("to")));
  EXPECT_EQ(Read("from/entry"), "new");
}

TEST_P(RenameWithoutReplacingTest, DoesNotReplaceFullDirectoryByDirectory) {
  std::filesystem::create_directory(Path("from"));
  std::filesystem::create_directory(Path("to"));
  Write("to/entry", "old");
  EXPECT_EQ(Rename("from", "to"), EEXIST);
  EXPECT_EQ(Read("to/entry"), "old");
  EXPECT_TRUE(Exists("from"));
}

TEST_P(RenameWithoutReplacingTest, ReportsMissingFile) {
  EXPECT_EQ(Rename("from", "to"), ENOENT);
  EXPECT_FALSE(Exists("to"));
}

INSTANTIATE_TEST_SUITE_P(Ways, RenameWithoutReplacingTest,
                         testing::ValuesIn(kCases),
                         [](const testing::TestParamInfo<Case>& test) {
                           return test.param.name;
                         });

class RenameRaceTest : public testing::Test {
 protected:
  RenameRaceTest() : directory_(testing::TempDir() + "/race-XXXXXX") {
    EXPECT_NE(mkdtemp(directory_.data()), nullptr);
  }
  ~RenameRaceTest() override { std::filesystem::remove_all(directory_); }

  std::string directory_;
};

// Creates `to` like another process, after the fallback has begun, and then
// reports that links are not supported.
int CreateTargetThenRefuse(int dir_fd, const char*, const char* to) {
  const UniqueFd taken(
      openat(dir_fd, to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  EXPECT_EQ(write(taken.get(), "theirs", 6), 6);
  return EPERM;
}

TEST_F(RenameRaceTest, KeepsFileThatAppearsBeforeReservation) {
  const std::string to = directory_ + "/to";
  std::ofstream(directory_ + "/from") << "ours";
  EXPECT_EQ(RenameWithoutReplacing(AT_FDCWD, directory_ + "/from", to,
                                   {RefuseFlag, CreateTargetThenRefuse}),
            EEXIST);
  EXPECT_EQ(std::filesystem::file_size(to), 6u);
  EXPECT_TRUE(std::filesystem::exists(directory_ + "/from"));
}

TEST_F(RenameRaceTest, ReturnsOtherErrorsWithoutFallback) {
  std::ofstream(directory_ + "/from") << "ours";
  const RenameCalls calls = {
      [](int, const char*, const char*) { return EROFS; },
      [](int, const char*, const char*) { return 0; }};
  EXPECT_EQ(RenameWithoutReplacing(AT_FDCWD, directory_ + "/from",
                                   directory_ + "/to", calls),
            EROFS);
  EXPECT_TRUE(std::filesystem::exists(directory_ + "/from"));
}

}  // namespace
}  // namespace hermes
