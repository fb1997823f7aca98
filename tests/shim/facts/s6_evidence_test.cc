#include "shim/facts/s6_evidence.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/capability.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>

#include "shim/base/unique_fd.h"

namespace hermes {
namespace {

// Makes a run directory with a scan directory, and a /proc with a PID 1. This
// process plays the s6-svscan that keeps the control FIFO open.
class S6EvidenceTest : public testing::Test {
 protected:
  S6EvidenceTest() : root_(testing::TempDir() + "/s6_evidence_XXXXXX") {
    EXPECT_NE(mkdtemp(root_.data()), nullptr);
    query_.run_directories = {root_ + "/other", root_ + "/run"};
    query_.trusted_owners = {geteuid()};
    query_.caller_uid = geteuid();
    query_.pid1_uid = geteuid();
    query_.proc = root_ + "/proc";
    for (const char* directory :
         {"/other", "/run", "/run/service", "/run/service/.s6-svscan",
          "/run/hermes-entry", "/proc", "/proc/1"}) {
      EXPECT_EQ(mkdir((root_ + directory).c_str(), 0755), 0) << directory;
    }
    EXPECT_EQ(mkfifo(Control().c_str(), 0600), 0);
    NamePid1("s6-svscan");
  }

  std::string Control() { return root_ + "/run/service/.s6-svscan/control"; }
  std::string Scandir() { return root_ + "/run/service"; }
  void NamePid1(const std::string& name) {
    std::ofstream(root_ + "/proc/1/comm") << name << "\n";
  }
  void MarkAsOurs() { std::ofstream(root_ + "/run/hermes-entry/tree") << ""; }
  void StartReading() {
    reader_.reset(open(Control().c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    ASSERT_TRUE(reader_.valid());
  }
  TreeAccess Access() { return FindS6Evidence(query_).tree.access; }

  std::string root_;
  EvidenceQuery query_;
  UniqueFd reader_;
};

TEST_F(S6EvidenceTest, AcceptsLiveScandirBelowS6Svscan) {
  StartReading();
  const S6Evidence evidence = FindS6Evidence(query_);
  EXPECT_EQ(evidence.tree.access, TreeAccess::kLive);
  EXPECT_EQ(evidence.tree.scandir, Scandir());
  EXPECT_EQ(evidence.pid1_name, "s6-svscan");
  EXPECT_FALSE(evidence.own_mark);
}

TEST_F(S6EvidenceTest, RejectsScandirWithoutReader) {
  EXPECT_EQ(Access(), TreeAccess::kNone);
}

TEST_F(S6EvidenceTest, RejectsScandirWithoutControlFifo) {
  StartReading();
  ASSERT_EQ(unlink(Control().c_str()), 0);
  EXPECT_EQ(Access(), TreeAccess::kNone);
}

TEST_F(S6EvidenceTest, RejectsRegularFileInPlaceOfFifo) {
  ASSERT_EQ(unlink(Control().c_str()), 0);
  std::ofstream(Control()) << "";
  EXPECT_EQ(Access(), TreeAccess::kNone);
}

TEST_F(S6EvidenceTest, RejectsScandirBelowAnotherPid1) {
  StartReading();
  for (const char* name : {"tini", "systemd", "docker-init", "s6-svscanx"}) {
    NamePid1(name);
    EXPECT_EQ(Access(), TreeAccess::kNone) << name;
    EXPECT_EQ(FindS6Evidence(query_).live_scandir, Scandir()) << name;
  }
}

TEST_F(S6EvidenceTest, AcceptsOwnTreeBelowAnotherPid1) {
  StartReading();
  NamePid1("tini");
  MarkAsOurs();
  EXPECT_EQ(Access(), TreeAccess::kLive);
  EXPECT_TRUE(FindS6Evidence(query_).own_mark);
}

// A foreign live tree is in a place that is searched earlier.
TEST_F(S6EvidenceTest, FindsOwnTreeAfterForeignTree) {
  StartReading();
  NamePid1("tini");
  MarkAsOurs();
  for (const char* directory :
       {"/other/service", "/other/service/.s6-svscan"}) {
    ASSERT_EQ(mkdir((root_ + directory).c_str(), 0755), 0);
  }
  const std::string theirs = root_ + "/other/service/.s6-svscan/control";
  ASSERT_EQ(mkfifo(theirs.c_str(), 0600), 0);
  const UniqueFd reader(
      open(theirs.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  ASSERT_TRUE(reader.valid());
  EXPECT_EQ(FindS6Evidence(query_).tree.scandir, Scandir());
  ASSERT_EQ(unlink((root_ + "/run/hermes-entry/tree").c_str()), 0);
  EXPECT_EQ(Access(), TreeAccess::kNone);
  EXPECT_EQ(FindS6Evidence(query_).live_scandir, root_ + "/other/service");
}

TEST_F(S6EvidenceTest, RejectsMarkWithoutLiveScandir) {
  MarkAsOurs();
  EXPECT_EQ(Access(), TreeAccess::kNone);
}

TEST_F(S6EvidenceTest, AcceptsLiveScandirIfPid1CannotBeRead) {
  StartReading();
  ASSERT_EQ(unlink((root_ + "/proc/1/comm").c_str()), 0);
  const S6Evidence evidence = FindS6Evidence(query_);
  EXPECT_EQ(evidence.tree.access, TreeAccess::kLive);
  EXPECT_EQ(evidence.pid1_name, std::nullopt);
}

TEST_F(S6EvidenceTest, RejectsScandirOfUntrustedOwner) {
  StartReading();
  query_.trusted_owners = {geteuid() + 1};
  EXPECT_EQ(Access(), TreeAccess::kNone);
}

TEST_F(S6EvidenceTest, DoesNotFollowSymlinkToScandir) {
  StartReading();
  ASSERT_EQ(symlink(Scandir().c_str(), (root_ + "/other/service").c_str()), 0);
  query_.run_directories = {root_ + "/other"};
  EXPECT_EQ(Access(), TreeAccess::kNone);
}

// Otherwise the owner of the scan directory could make root open any FIFO or
// device.
TEST_F(S6EvidenceTest, DoesNotFollowSymlinkToControlFifo) {
  StartReading();
  const std::string own = Scandir() + "/.s6-svscan";
  ASSERT_EQ(rename(own.c_str(), (root_ + "/elsewhere").c_str()), 0);
  ASSERT_EQ(symlink("../../elsewhere", own.c_str()), 0);
  EXPECT_EQ(Access(), TreeAccess::kNone);
}

TEST_F(S6EvidenceTest, RejectsMarkInDirectoryWritableByOthers) {
  StartReading();
  MarkAsOurs();
  ASSERT_TRUE(FindS6Evidence(query_).own_mark);
  ASSERT_EQ(chmod((root_ + "/run/hermes-entry").c_str(), 0777), 0);
  const S6Evidence evidence = FindS6Evidence(query_);
  EXPECT_FALSE(evidence.own_mark);
  EXPECT_EQ(evidence.scandir_uid, geteuid());
}

TEST_F(S6EvidenceTest, WritesNothingToControlFifo) {
  StartReading();
  FindS6Evidence(query_);
  char byte;
  EXPECT_EQ(read(reader_.get(), &byte, 1), 0);  // no writer and no byte
}

// Drops all capabilities: without them root is subject to permission checks
// like any other user.
void GiveUpPassingPermissionChecks() {
  __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2] = {};
  if (syscall(SYS_capset, &header, none) != 0) _exit(99);
}

TEST_F(S6EvidenceTest, ReportsDeniedAccessToLiveTree) {
  StartReading();
  ASSERT_EQ(chmod(Control().c_str(), 0), 0);
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    GiveUpPassingPermissionChecks();
    _exit(static_cast<int>(Access()));
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), static_cast<int>(TreeAccess::kDenied));
}

}  // namespace
}  // namespace hermes
