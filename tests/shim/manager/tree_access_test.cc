#include "shim/manager/tree_access.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "shim/base/environment.h"
#include "shim/base/expected.h"
#include "shim/manager/manager_error.h"

namespace hermes {
namespace {

TEST(NotSupervisedLineTest, NamesPid1AndRemedy) {
  const std::string line = NotSupervisedLine("bash", "");
  EXPECT_NE(line.find("PID 1 is 'bash' and there is no live"),
            std::string::npos)
      << line;
  EXPECT_NE(line.find("gateway run"), std::string::npos) << line;
  EXPECT_EQ(line.find('\n'), std::string::npos);
}

TEST(NotSupervisedLineTest, NamesTreeThatIsNotTheContainersOwn) {
  const std::string line = NotSupervisedLine("systemd", "/run/service");
  EXPECT_NE(line.find("the s6 tree at /run/service is not"), std::string::npos)
      << line;
}

TEST(NotSupervisedLineTest, WorksIfPid1IsHidden) {
  EXPECT_NE(NotSupervisedLine(std::nullopt, "").find("PID 1 is not visible"),
            std::string::npos);
}

TEST(FindLiveTreeTest, ReturnsNotSupervisedForEmptyRunDirectory) {
  const Expected<LiveTree, ManagerError> tree =
      FindLiveTree(Environment({"HERMES_ENTRY_RUN_DIR=/nowhere/at/all"}));
  ASSERT_FALSE(tree.ok());
  EXPECT_EQ(tree.error().fault, ManagerFault::kNotSupervised);
}

}  // namespace
}  // namespace hermes
