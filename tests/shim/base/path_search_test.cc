#include "shim/base/path_search.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace hermes {
namespace {

using Strings = std::vector<std::string>;

class PathSearchTest : public testing::Test {
 protected:
  PathSearchTest() : root_(testing::TempDir() + "/path_search_XXXXXX") {
    EXPECT_NE(mkdtemp(root_.data()), nullptr);
  }

  std::string Make(const std::string& name, mode_t mode) {
    const std::string path = root_ + "/" + name;
    std::ofstream(path) << "#!/bin/sh\n";
    EXPECT_EQ(chmod(path.c_str(), mode), 0);
    return path;
  }

  std::string MakeDirectory(const std::string& name) {
    const std::string path = root_ + "/" + name;
    EXPECT_EQ(mkdir(path.c_str(), 0755), 0);
    return path;
  }

  std::string root_;
};

TEST(PathDirectoriesTest, SplitsPathInOrder) {
  EXPECT_EQ(PathDirectories("/a:/b:/a"), (Strings{"/a", "/b", "/a"}));
}

TEST(PathDirectoriesTest, TreatsEmptyElementAsWorkingDirectory) {
  EXPECT_EQ(PathDirectories(":/a"), (Strings{".", "/a"}));
  EXPECT_EQ(PathDirectories("/a:"), (Strings{"/a", "."}));
}

TEST(PathDirectoriesTest, ReturnsNothingForEmptyPath) {
  EXPECT_TRUE(PathDirectories("").empty());
}

TEST_F(PathSearchTest, AcceptsExecutableFile) {
  EXPECT_EQ(ExecutableError(Make("x", 0755)), 0);
}

TEST_F(PathSearchTest, ReturnsErrorOfEachObstacle) {
  EXPECT_EQ(ExecutableError(root_ + "/gone"), ENOENT);
  EXPECT_EQ(ExecutableError(Make("plain", 0644)), EACCES);
  EXPECT_EQ(ExecutableError(root_ + "/plain/x"), ENOTDIR);
  EXPECT_EQ(ExecutableError(root_), EISDIR);
  EXPECT_EQ(ExecutableError("/dev/null"), EACCES);
}

TEST_F(PathSearchTest, DescribesErrors) {
  EXPECT_EQ(DescribeExecutableError(ENOENT), "no such file");
  EXPECT_EQ(DescribeExecutableError(ENOTDIR), "no such file");
  EXPECT_EQ(DescribeExecutableError(EISDIR), "a directory");
  EXPECT_EQ(DescribeExecutableError(EACCES), "not executable");
  EXPECT_NE(DescribeExecutableError(ELOOP), "");
}

TEST_F(PathSearchTest, FindsFirstExecutable) {
  const std::string a = MakeDirectory("a");
  const std::string b = MakeDirectory("b");
  Make("a/tool", 0755);
  Make("b/tool", 0755);
  EXPECT_EQ(FindOnPath("tool", b + ":" + a), b + "/tool");
}

TEST_F(PathSearchTest, SkipsFilesThatCannotBeExecuted) {
  const std::string a = MakeDirectory("a");
  const std::string b = MakeDirectory("b");
  Make("a/tool", 0644);
  Make("b/tool", 0755);
  EXPECT_EQ(FindOnPath("tool", a + ":" + b), b + "/tool");
  MakeDirectory("a/dir");
  EXPECT_EQ(FindOnPath("dir", a), std::nullopt);
}

TEST_F(PathSearchTest, FindsNothingForEmptyPathOrName) {
  EXPECT_EQ(FindOnPath("sh", ""), std::nullopt);
  EXPECT_EQ(FindOnPath("", "/bin"), std::nullopt);
}

}  // namespace
}  // namespace hermes
