#include "shim/facts/container_environment.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "shim/base/environment.h"

namespace hermes {
namespace {

using Strings = std::vector<std::string>;

class ContainerEnvironmentTest : public testing::Test {
 protected:
  ContainerEnvironmentTest() : directory_(testing::TempDir() + "/env_XXXXXX") {
    EXPECT_NE(mkdtemp(directory_.data()), nullptr);
  }
  void Write(const std::string& name, const std::string& content) {
    std::ofstream(directory_ + "/" + name, std::ios::binary) << content;
    EXPECT_EQ(chmod((directory_ + "/" + name).c_str(), 0644), 0);
  }
  Strings Entries(const Strings& before = {},
                  Present present = Present::kAreReplaced) {
    return WithContainerEnvironment(Environment(before), directory_, present)
        .entries();
  }

  std::string directory_;
};

TEST_F(ContainerEnvironmentTest, ReadsOneVariableFromEachFile) {
  Write("HERMES_UID", "1234");
  EXPECT_EQ(Entries(), Strings{"HERMES_UID=1234"});
}

TEST_F(ContainerEnvironmentTest, KeepsValueByteForByte) {
  Write("A", " two\n lines \xff\n\n");
  EXPECT_EQ(Entries(), Strings{"A= two\n lines \xff\n\n"});
}

TEST_F(ContainerEnvironmentTest, ReplacesNulByNewline) {
  Write("A", std::string("two\0lines\n", 10));
  EXPECT_EQ(Entries(), Strings{"A=two\nlines\n"});
}

TEST_F(ContainerEnvironmentTest, SetsEmptyValueFromEmptyFile) {
  Write("A", "");
  EXPECT_EQ(Entries({"A=old"}), Strings{"A="});
}

TEST_F(ContainerEnvironmentTest, ReplacesExistingVariablesAndAddsNewOnes) {
  Write("A", "new");
  EXPECT_EQ(Entries({"A=old", "B=kept"}), (Strings{"A=new", "B=kept"}));
}

TEST_F(ContainerEnvironmentTest, KeepsExistingVariablesIfAsked) {
  Write("A", "new");
  Write("B", "added");
  EXPECT_EQ(Entries({"A="}, Present::kStay), (Strings{"A=", "B=added"}));
}

TEST_F(ContainerEnvironmentTest, ChangesNothingWithoutDirectory) {
  const Environment before({"A=1"});
  EXPECT_EQ(WithContainerEnvironment(before, "/nowhere", Present::kAreReplaced)
                .entries(),
            before.entries());
}

// A user who can write to these files could choose the environment of root's
// boot script.
TEST_F(ContainerEnvironmentTest, SkipsFilesWritableByOthers) {
  Write("A", "1");
  Write("B", "1");
  ASSERT_EQ(chmod((directory_ + "/A").c_str(), 0666), 0);
  EXPECT_EQ(Entries(), Strings{"B=1"});
  ASSERT_EQ(chmod(directory_.c_str(), 0777), 0);
  EXPECT_EQ(Entries(), Strings{});
}

TEST_F(ContainerEnvironmentTest, SkipsFilesThatAreNotVariables) {
  Write("A=B", "1");
  Write(".A", "1");
  ASSERT_EQ(symlink("/etc/hostname", (directory_ + "/LINK").c_str()), 0);
  ASSERT_EQ(mkfifo((directory_ + "/FIFO").c_str(), 0600), 0);
  EXPECT_EQ(Entries(), Strings{});
}

}  // namespace
}  // namespace hermes
