#include "gateway/turn/find_program.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "tests/gateway/temp_directory.h"

namespace hermes::gateway {
namespace {

class FindProgramTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"a", "b"}) {
      ASSERT_EQ(mkdir(root_.Path(name).c_str(), 0755), 0);
    }
  }
  void Make(const std::string& name, mode_t mode) {
    root_.Write(name, "#!/bin/sh\n");
    ASSERT_EQ(chmod(root_.Path(name).c_str(), mode), 0);
  }
  absl::StatusOr<std::string> Find(const std::string& name) {
    return FindProgram(
        name, absl::StrCat(root_.Path("a"), ":", root_.Path("b")), root_.fd());
  }

  TempDirectory root_;
};

TEST_F(FindProgramTest, FindsFirstExecutableFileOnPath) {
  Make("a/tool", 0644);
  Make("b/tool", 0755);
  EXPECT_EQ(*Find("tool"), root_.Path("b/tool"));
  Make("a/tool", 0755);
  EXPECT_EQ(*Find("tool"), root_.Path("a/tool"));
}

TEST_F(FindProgramTest, ReturnsNotFoundForMissingProgram) {
  EXPECT_TRUE(absl::IsNotFound(Find("tool").status()));
  EXPECT_TRUE(absl::IsNotFound(Find("./tool").status()));
}

TEST_F(FindProgramTest, NamesFileThatIsNotExecutable) {
  Make("a/tool", 0644);
  const absl::Status status = Find("tool").status();
  EXPECT_TRUE(absl::IsPermissionDenied(status));
  EXPECT_NE(status.message().find(root_.Path("a/tool")),
            absl::string_view::npos);
  ASSERT_EQ(mkdir(root_.Path("a/directory").c_str(), 0755), 0);
  EXPECT_TRUE(absl::IsPermissionDenied(Find("directory").status()));
}

TEST_F(FindProgramTest, ResolvesNameWithSlashInWorkingDirectory) {
  Make("a/tool", 0755);
  EXPECT_EQ(*Find("a/tool"), "a/tool");
  EXPECT_EQ(*Find(root_.Path("a/tool")), root_.Path("a/tool"));
}

TEST_F(FindProgramTest, IgnoresRelativeEntriesOfPath) {
  Make("tool", 0755);
  for (const char* path : {"", ".", ":", "a:b"}) {
    EXPECT_TRUE(
        absl::IsNotFound(FindProgram("tool", path, root_.fd()).status()))
        << path;
  }
}

}  // namespace
}  // namespace hermes::gateway
