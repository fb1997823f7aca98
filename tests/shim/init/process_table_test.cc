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

TreeRoots Roots(pid_t init, pid_t svscan = -1, pid_t command = -1) {
  TreeRoots roots;
  roots.init = init;
  roots.svscan = svscan;
  roots.command = command;
  return roots;
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

TEST(SortTreeTest, FindsGatewayBelowSupervisorOfSlot) {
  EXPECT_THAT(SortTree(Tree(), Roots(1, 2)).gateways, ElementsAre(5));
}

TEST(SortTreeTest, DoesNotCountTreeItselfAsOrphans) {
  EXPECT_THAT(SortTree(Tree(), Roots(1, 2)).orphans, IsEmpty());
}

TEST(SortTreeTest, CountsReparentedProcessAsOrphan) {
  std::vector<ProcessEntry> table = Tree();
  table.push_back(Process(9, 1));
  EXPECT_THAT(SortTree(table, Roots(1, 2)).orphans, ElementsAre(9));
}

TEST(SortTreeTest, DoesNotCountForegroundCommandAsOrphan) {
  std::vector<ProcessEntry> table = Tree();
  table.push_back(Process(9, 1));
  EXPECT_THAT(SortTree(table, Roots(1, 2, 9)).orphans, IsEmpty());
}

TEST(SortTreeTest, KeepsSupervisorsAndGatewaysOfDeadSvscanOutOfOrphans) {
  const std::vector<ProcessEntry> table = {Supervisor(3, 1, false),
                                           Process(5, 3)};
  const TreeProcesses tree = SortTree(table, Roots(1));
  EXPECT_THAT(tree.orphans, IsEmpty());
  EXPECT_THAT(tree.gateways, ElementsAre(5));
}

TEST(SortTreeTest, LeavesOutProcessesOfDockerExec) {
  std::vector<ProcessEntry> table = Tree();
  table.push_back(Process(20, 0));
  table.push_back(Process(21, 20));
  EXPECT_THAT(SortTree(table, Roots(1, 2)).all,
              UnorderedElementsAre(2, 3, 4, 5, 6));
}

// The tree's parent has pid 20, below another PID 1.
TEST(SortTreeTest, LeavesOutPreexistingChildAndItsDescendants) {
  std::vector<ProcessEntry> table = {
      Process(1, 0), Process(20, 1),  Process(2, 20), Supervisor(3, 2, false),
      Process(5, 3), Process(30, 20), Process(31, 30)};
  TreeRoots roots = Roots(20, 2);
  roots.preexisting_children = {30};
  const TreeProcesses tree = SortTree(table, roots);
  EXPECT_THAT(tree.orphans, IsEmpty());
  EXPECT_THAT(tree.all, UnorderedElementsAre(2, 3, 5));
}

TEST(SortTreeTest, LeavesOutProcessesOfAnotherPid1) {
  const std::vector<ProcessEntry> table = {
      Process(1, 0), Process(20, 1), Process(9, 1), Supervisor(10, 9, false),
      Process(11, 10)};
  const TreeProcesses tree = SortTree(table, Roots(20));
  EXPECT_THAT(tree.orphans, IsEmpty());
  EXPECT_THAT(tree.gateways, IsEmpty());
  EXPECT_THAT(tree.all, IsEmpty());
}

TEST(SortTreeTest, FindsDescendantsInAnyOrder) {
  const std::vector<ProcessEntry> table = {Process(9, 8), Process(8, 7),
                                           Process(7, 1)};
  EXPECT_THAT(SortTree(table, Roots(1)).all, UnorderedElementsAre(7, 8, 9));
}

TEST(SortTreeTest, LeavesOutZombieGateway) {
  std::vector<ProcessEntry> table = Tree();
  table[4].zombie = true;
  EXPECT_THAT(SortTree(table, Roots(1, 2)).gateways, IsEmpty());
}

}  // namespace
}  // namespace hermes
