// Tests of where a gateway's output arrives, below a real s6-svscan.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "gtest/gtest.h"
#include "shim/base/expected.h"
#include "shim/slot/slot_control.h"
#include "tests/shim/slot/slot_tree.h"

namespace hermes {
namespace {

using fixture::Eventually;
using fixture::Exists;
using fixture::SlotTree;

constexpr char kOut[] = "a line on stdout\n";
constexpr char kErr[] = "a line on stderr\n";
constexpr char kNoFile[] = "no file is written";

size_t Count(const std::string& text, const std::string& what) {
  size_t count = 0;
  for (size_t at = text.find(what); at != std::string::npos;
       at = text.find(what, at + what.size())) {
    ++count;
  }
  return count;
}

bool Start(SlotTree& tree) {
  return tree.control().Register(tree.place().Spec()).ok() &&
         tree.control().WantUp("gateway-default").ok() &&
         tree.AwaitLife(1) != 0;
}

bool BothLinesIn(const std::string& text) {
  return Count(text, kOut) == 1 && Count(text, kErr) == 1;
}

std::string LogDirectory(const SlotTree& tree) {
  return tree.place().home() + "/logs/gateways/default";
}

TEST(SlotLogTest, CopiesBothStreamsToContainerLogOnceWithoutPrefix) {
  SlotTree tree;
  ASSERT_TRUE(Start(tree));
  EXPECT_TRUE(Eventually([&] { return BothLinesIn("\n" + tree.DockerLogs()); }))
      << tree.DockerLogs();
  EXPECT_NE(("\n" + tree.DockerLogs()).find(std::string("\n") + kOut),
            std::string::npos)
      << tree.DockerLogs();
}

TEST(SlotLogTest, WritesBothStreamsToFileWithTime) {
  SlotTree tree;
  ASSERT_TRUE(Start(tree));
  EXPECT_TRUE(Eventually([&] { return BothLinesIn(tree.LogFile()); }));
  // "2026-11-22 10:00:00.000000000  a line on stdout"
  EXPECT_NE(tree.LogFile().find(std::string("  ") + kOut), std::string::npos)
      << tree.LogFile();
}

TEST(SlotLogTest, CreatesFileThatOthersCannotRead) {
  SlotTree tree;
  ASSERT_TRUE(Start(tree));
  ASSERT_TRUE(Eventually([&] { return BothLinesIn(tree.LogFile()); }));
  struct stat st;
  ASSERT_EQ(stat(LogDirectory(tree).c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0700u);
}

TEST(SlotLogTest, KeepsLastLineBeforeStop) {
  SlotTree tree;
  ASSERT_TRUE(Start(tree));
  tree.Stop();
  EXPECT_TRUE(BothLinesIn(tree.DockerLogs())) << tree.DockerLogs();
  EXPECT_TRUE(BothLinesIn(tree.LogFile())) << tree.LogFile();
}

TEST(SlotLogTest, DoesNotFollowSymlinkInPath) {
  SlotTree tree;
  const std::string elsewhere = tree.place().Path("elsewhere");
  std::filesystem::create_directory(elsewhere);
  std::filesystem::create_directory(tree.place().home() + "/logs");
  ASSERT_EQ(symlink(elsewhere.c_str(),
                    (tree.place().home() + "/logs/gateways").c_str()),
            0);
  ASSERT_TRUE(Start(tree));
  EXPECT_TRUE(Eventually([&] { return BothLinesIn(tree.DockerLogs()); }));
  EXPECT_TRUE(std::filesystem::is_empty(elsewhere));
  EXPECT_EQ(Count(tree.DockerLogs(), kNoFile), 1u) << tree.DockerLogs();
}

TEST(SlotLogTest, DoesNotUseDirectoryThatOtherLoggerHasLocked) {
  SlotTree tree;
  std::filesystem::create_directories(LogDirectory(tree));
  const int lock = open((LogDirectory(tree) + "/lock").c_str(),
                        O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  struct flock whole = {};
  whole.l_type = F_WRLCK;
  ASSERT_EQ(fcntl(lock, F_SETLK, &whole), 0);
  ASSERT_TRUE(Start(tree));
  EXPECT_TRUE(Eventually([&] { return BothLinesIn(tree.DockerLogs()); }));
  EXPECT_EQ(Count(tree.DockerLogs(), kNoFile), 1u) << tree.DockerLogs();
  EXPECT_FALSE(Exists(LogDirectory(tree) + "/current"));
  close(lock);
}

TEST(SlotLogTest, UsesOnlyContainerLogIfDirectoryBelongsToOtherUid) {
  SlotTree tree({}, 10000);
  std::filesystem::create_directory(tree.place().home() + "/logs");
  ASSERT_TRUE(fixture::AsUid(10000, [&] { return Start(tree); }));
  EXPECT_TRUE(Eventually([&] { return BothLinesIn(tree.DockerLogs()); }));
  EXPECT_EQ(Count(tree.DockerLogs(), kNoFile), 1u) << tree.DockerLogs();
  EXPECT_FALSE(Exists(LogDirectory(tree)));
}

TEST(SlotLogTest, UsesOnlyContainerLogIfDataRootIsMissing) {
  SlotTree tree;
  std::filesystem::remove(tree.place().home());
  ASSERT_TRUE(Start(tree));
  EXPECT_TRUE(Eventually([&] { return BothLinesIn(tree.DockerLogs()); }));
  EXPECT_EQ(Count(tree.DockerLogs(), kNoFile), 1u) << tree.DockerLogs();
  EXPECT_FALSE(Exists(tree.place().home()));
}

}  // namespace
}  // namespace hermes
