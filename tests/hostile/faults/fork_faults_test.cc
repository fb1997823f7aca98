// Tests of a host that has no room for another process (EAGAIN) or no memory
// for one (ENOMEM), for a moment or for a long time.
#include <signal.h>

#include <cerrno>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/hostile/faults/fault_injector.h"
#include "tests/hostile/faults/faulty_tree.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

class ForkFaultsTest : public testing::TestWithParam<int> {
 protected:
  ForkFaultsTest() : injector_(ForkCalls()) {}

  // Makes `times` forks fail from now on: only those of the program `comm`, if
  // that is not empty.
  void FailForks(const std::string& comm, int times) {
    injector_.Fail({.calls = ForkCalls(),
                    .error = GetParam(),
                    .comm = comm,
                    .times = times});
  }
  // Returns a tree in which the first failure of the gateway that counts is a
  // permanent one, and whose gateway was killed while `finish` could not fork
  // `times` times. Null if the gateway did not start.
  std::unique_ptr<FaultyTree> TreeWithFailingFinish(int times) {
    auto tree = std::make_unique<FaultyTree>(
        Parent::kNone,
        std::vector<std::string>{"HERMES_GATEWAY_MAX_RESTARTS=0",
                                 "HERMES_GATEWAY_ON_FATAL=exit"},
        injector_.Preparation());
    if (!tree->IsUp()) return nullptr;
    FailForks("finish", times);
    tree->container().ns().Signal(tree->gateway(), SIGKILL);
    return tree;
  }

  FaultInjector injector_;
};

INSTANTIATE_TEST_SUITE_P(Error, ForkFaultsTest, testing::Values(EAGAIN, ENOMEM),
                         [](const testing::TestParamInfo<int>& each) {
                           return each.param == EAGAIN ? "EAGAIN" : "ENOMEM";
                         });

TEST_P(ForkFaultsTest, BootsAfterThreeFailedForks) {
  FailForks("", 3);
  FaultyTree tree(Parent::kNone, {}, injector_.Preparation());
  EXPECT_TRUE(tree.IsUp()) << tree.container().init().err();
  EXPECT_EQ(injector_.failed(), 3);
  EXPECT_TRUE(tree.container().init().WaitForErr("under s6 supervision"))
      << tree.container().init().err();
  tree.Stop();
  EXPECT_EQ(tree.Wait(), 0);
}

// `finish` cannot ask s6 whether the slot is wanted up: a shortage on the host
// is not a failure of the gateway.
TEST_P(ForkFaultsTest, CountsNoFailureIfFinishCannotFork) {
  const std::unique_ptr<FaultyTree> tree =
      TreeWithFailingFinish(std::numeric_limits<int>::max());
  ASSERT_NE(tree, nullptr);
  Container& container = tree->container();
  EXPECT_NE(container.WaitForGateway(tree->gateway()).pid, -1)
      << container.init().err();
  EXPECT_GT(injector_.failed(), 0);
  EXPECT_TRUE(container.init().WaitForOut("this end is not counted"))
      << container.init().out();
  tree->Stop();
  EXPECT_EQ(tree->Wait(), 0);
}

// If forks fail for a moment only, the failure counts as it always does.
TEST_P(ForkFaultsTest, CountsFailureIfFinishCanForkAfterThreeFailures) {
  const std::unique_ptr<FaultyTree> tree = TreeWithFailingFinish(3);
  ASSERT_NE(tree, nullptr);
  EXPECT_EQ(tree->Wait(), 137) << tree->container().init().err();
  EXPECT_EQ(injector_.failed(), 3);
}

}  // namespace
}  // namespace hermes::fixture
