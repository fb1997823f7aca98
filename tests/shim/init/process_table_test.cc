#include "shim/init/process_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <vector>

namespace hermes {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(ReadProcessTableTest, ShowsThisProcessBelowItsParent) {
  const std::vector<ProcessEntry> table = ReadProcessTable();
  const auto self =
      std::find_if(table.begin(), table.end(),
                   [](const ProcessEntry& e) { return e.pid == getpid(); });
  ASSERT_NE(self, table.end());
  EXPECT_EQ(self->parent, getppid());
}

ProcessEntry Process(pid_t pid, pid_t parent) {
  ProcessEntry entry;
  entry.pid = pid;
  entry.parent = parent;
  return entry;
}

ProcessEntry Supervisor(pid_t pid, pid_t parent, bool of_logger) {
  ProcessEntry entry = Process(pid, parent);
  entry.supervisor = true;
  entry.logger_supervisor = of_logger;
  return entry;
}

// init 1 > s6-svscan 2 > supervisors 3 (slot) and 4 (its logger).
std::vector<ProcessEntry> Tree() {
  return {Process(1, 0),          Process(2, 1), Supervisor(3, 2, false),
          Supervisor(4, 2, true), Process(5, 3), Process(6, 4)};
}

TEST(SortTreeTest, AGatewayIsWhatASlotsSupervisorRuns) {
  EXPECT_THAT(SortTree(Tree(), 1, 2, -1).gateways, ElementsAre(5));
}

TEST(SortTreeTest, TheTreeItselfIsNoOrphan) {
  EXPECT_THAT(SortTree(Tree(), 1, 2, -1).orphans, IsEmpty());
}

TEST(SortTreeTest, AReparentedProcessIsAnOrphan) {
  std::vector<ProcessEntry> table = Tree();
  table.push_back(Process(9, 1));
  EXPECT_THAT(SortTree(table, 1, 2, -1).orphans, ElementsAre(9));
}

TEST(SortTreeTest, TheForegroundCommandIsNoOrphan) {
  std::vector<ProcessEntry> table = Tree();
  table.push_back(Process(9, 1));
  EXPECT_THAT(SortTree(table, 1, 2, 9).orphans, IsEmpty());
}

TEST(SortTreeTest, SupervisorsOfALostScanAreNoOrphansAndKeepTheirGateway) {
  const std::vector<ProcessEntry> table = {Supervisor(3, 1, false),
                                           Process(5, 3)};
  const TreeProcesses tree = SortTree(table, 1, -1, -1);
  EXPECT_THAT(tree.orphans, IsEmpty());
  EXPECT_THAT(tree.gateways, ElementsAre(5));
}

TEST(SortTreeTest, ADockerExecIsNotOurs) {
  std::vector<ProcessEntry> table = Tree();
  table.push_back(Process(20, 0));
  table.push_back(Process(21, 20));
  EXPECT_THAT(SortTree(table, 1, 2, -1).all,
              UnorderedElementsAre(2, 3, 4, 5, 6));
}

TEST(SortTreeTest, DescendantsAreFoundInAnyOrder) {
  const std::vector<ProcessEntry> table = {Process(9, 8), Process(8, 7),
                                           Process(7, 1)};
  EXPECT_THAT(SortTree(table, 1, -1, -1).all, UnorderedElementsAre(7, 8, 9));
}

TEST(SortTreeTest, AZombieGatewayIsGone) {
  std::vector<ProcessEntry> table = Tree();
  table[4].zombie = true;
  EXPECT_THAT(SortTree(table, 1, 2, -1).gateways, IsEmpty());
}

}  // namespace
}  // namespace hermes
