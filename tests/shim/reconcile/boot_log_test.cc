#include "shim/reconcile/boot_log.h"

#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "gtest/gtest.h"
#include "tests/shim/profile/temporary_home.h"

namespace hermes {
namespace {

constexpr char kLog[] = "logs/container-boot.log";

TEST(BootLogTest, FormatsEntryAsDocumented) {
  EXPECT_EQ(FormatBootLogEntry(
                {1763719200, "coder", "running", "started", "unclean"}),
            "2025-11-21T10:00:00+00:00 profile=coder prior_state=running "
            "action=started prior_exit=unclean\n");
}

TEST(BootLogTest, AppendsLinesAndCreatesPrivateDirectory) {
  const TemporaryHome root;
  ASSERT_TRUE(AppendToBootLog(root.path(), "one\n").ok());
  ASSERT_TRUE(AppendToBootLog(root.path(), "two\n").ok());
  EXPECT_EQ(root.Read(kLog), "one\ntwo\n");
  struct stat st;
  ASSERT_EQ(stat(root.Path("logs").c_str(), &st), 0);
  EXPECT_EQ(st.st_mode & 0777, 0700u);
}

TEST(BootLogTest, RotatesLargeLogOnceAndReplacesOlderOne) {
  const TemporaryHome root;
  const std::string large(kBootLogLimit, 'x');
  root.Write(kLog, large);
  root.Write("logs/container-boot.log.1", "older");
  ASSERT_TRUE(AppendToBootLog(root.path(), "new\n").ok());
  EXPECT_EQ(root.Read(kLog), "new\n");
  EXPECT_EQ(root.Read("logs/container-boot.log.1"), large);
  root.Write(kLog, large.substr(1));
  ASSERT_TRUE(AppendToBootLog(root.path(), "y").ok());
  EXPECT_EQ(root.Read(kLog), large.substr(1) + "y");
}

TEST(BootLogTest, RefusesLinkAndFifoInPlaceOfLog) {
  const TemporaryHome root;
  root.Write("elsewhere", "mine");
  root.Write("logs/other", "");
  ASSERT_EQ(symlink("../elsewhere", root.Path(kLog).c_str()), 0);
  EXPECT_FALSE(AppendToBootLog(root.path(), "x").ok());
  EXPECT_EQ(root.Read("elsewhere"), "mine");
  ASSERT_EQ(unlink(root.Path(kLog).c_str()), 0);
  ASSERT_EQ(mkfifo(root.Path(kLog).c_str(), 0644), 0);
  EXPECT_FALSE(AppendToBootLog(root.path(), "x").ok());
}

TEST(BootLogTest, RefusesLinkInPlaceOfLogDirectory) {
  const TemporaryHome root;
  root.Write("elsewhere/file", "");
  ASSERT_EQ(symlink("elsewhere", root.Path("logs").c_str()), 0);
  EXPECT_FALSE(AppendToBootLog(root.path(), "x").ok());
  EXPECT_EQ(root.Read("elsewhere/container-boot.log"), "(none)");
}

}  // namespace
}  // namespace hermes
