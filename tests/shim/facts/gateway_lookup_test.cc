#include "shim/facts/gateway_lookup.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "shim/base/environment.h"

namespace hermes {
namespace {

using Strings = std::vector<std::string>;

constexpr char kInstalled[] = "/opt/hermes/libexec/hermes";

class FindGatewayTest : public testing::Test {
 protected:
  FindGatewayTest() : root_(testing::TempDir() + "/gateway_lookup_XXXXXX") {
    EXPECT_NE(mkdtemp(root_.data()), nullptr);
    for (const char* name : {"a", "b"}) {
      EXPECT_EQ(mkdir((root_ + "/" + name).c_str(), 0755), 0);
    }
    shim_ = Make("hermes-entry", 0755);
  }

  std::string Make(const std::string& name, mode_t mode) {
    const std::string path = root_ + "/" + name;
    std::ofstream(path) << name;
    EXPECT_EQ(chmod(path.c_str(), mode), 0);
    return path;
  }

  GatewayLookup Find(const Strings& variables) {
    return FindGateway(Environment(variables), shim_);
  }

  std::string Path() { return "PATH=" + root_ + "/a:" + root_ + "/b"; }

  std::string root_;
  std::string shim_;
};

TEST_F(FindGatewayTest, UsesProgramInVariable) {
  const std::string chosen = Make("python-hermes", 0755);
  Make("a/hermes", 0755);
  const GatewayLookup found = Find({"HERMES_BIN=" + chosen, Path()});
  EXPECT_EQ(found.program, chosen);
  EXPECT_EQ(found.exit_code, 0);
}

TEST_F(FindGatewayTest, SearchesNowhereElseIfVariableIsWrong) {
  Make("a/hermes", 0755);
  const GatewayLookup found = Find({"HERMES_BIN=" + root_ + "/gone", Path()});
  EXPECT_EQ(found.program, "");
  EXPECT_EQ(found.exit_code, 127);
  EXPECT_EQ(found.tried, Strings{root_ + "/gone"});
}

TEST_F(FindGatewayTest, SearchesPathForWordInVariable) {
  const std::string chosen = Make("b/other", 0755);
  EXPECT_EQ(Find({"HERMES_BIN=other", Path()}).program, chosen);
}

TEST_F(FindGatewayTest, IgnoresEmptyVariable) {
  const std::string on_path = Make("a/hermes", 0755);
  EXPECT_EQ(Find({"HERMES_BIN=", Path()}).program, on_path);
}

TEST_F(FindGatewayTest, UsesFirstHermesOnPath) {
  Make("a/hermes", 0755);
  Make("b/hermes", 0755);
  EXPECT_EQ(Find({Path()}).program, root_ + "/a/hermes");
}

TEST_F(FindGatewayTest, SkipsHermesEntryUnderAnyName) {
  ASSERT_EQ(symlink(shim_.c_str(), (root_ + "/a/hermes").c_str()), 0);
  const std::string real = Make("b/hermes", 0755);
  EXPECT_EQ(Find({Path()}).program, real);
  ASSERT_EQ(unlink((root_ + "/a/hermes").c_str()), 0);
  ASSERT_EQ(link(shim_.c_str(), (root_ + "/a/hermes").c_str()), 0);
  EXPECT_EQ(Find({Path()}).program, real);
}

TEST_F(FindGatewayTest, Returns127IfOnlyHermesEntryIsFound) {
  const GatewayLookup found = Find({"HERMES_BIN=" + shim_});
  EXPECT_EQ(found.program, "");
  EXPECT_EQ(found.exit_code, 127);
  EXPECT_EQ(found.tried, Strings{shim_ + " (hermes-entry itself)"});
}

TEST_F(FindGatewayTest, Returns126ForFileThatCannotBeExecuted) {
  const std::string plain = Make("plain", 0644);
  const GatewayLookup found = Find({"HERMES_BIN=" + plain});
  EXPECT_EQ(found.exit_code, 126);
  EXPECT_EQ(found.tried, Strings{plain + " (not executable)"});
}

TEST_F(FindGatewayTest, SkipsRelativeDirectoriesOfPath) {
  ASSERT_EQ(access(kInstalled, F_OK), -1) << "a gateway is installed here";
  const GatewayLookup found = Find({"PATH=:a:./b"});
  EXPECT_EQ(found.tried, Strings{kInstalled});
}

TEST_F(FindGatewayTest, SearchesInstalledPathLastAndWithoutPath) {
  ASSERT_EQ(access(kInstalled, F_OK), -1) << "a gateway is installed here";
  const GatewayLookup without_path = Find({});
  EXPECT_EQ(without_path.exit_code, 127);
  EXPECT_EQ(without_path.tried, Strings{kInstalled});
  EXPECT_EQ(DescribeTried(Find({Path()})),
            root_ + "/a/hermes, " + root_ + "/b/hermes, " + kInstalled);
}

TEST_F(FindGatewayTest, NamesRepeatedDirectoryOnce) {
  const GatewayLookup found = Find({"PATH=" + root_ + "/a:" + root_ + "/a"});
  EXPECT_EQ(found.tried, (Strings{root_ + "/a/hermes", kInstalled}));
}

}  // namespace
}  // namespace hermes
