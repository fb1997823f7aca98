// A host that has no room for another process (EAGAIN) or no memory for one
// (ENOMEM), for a moment or for long.
#include <signal.h>

#include <cerrno>
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

class ForkFaultsTest : public testing::TestWithParam<int> {};

INSTANTIATE_TEST_SUITE_P(Error, ForkFaultsTest, testing::Values(EAGAIN, ENOMEM),
                         [](const testing::TestParamInfo<int>& each) {
                           return each.param == EAGAIN ? "EAGAIN" : "ENOMEM";
                         });

TEST_P(ForkFaultsTest, BootOutlastsAMomentWithoutForks) {
  FaultInjector injector(ForkCalls());
  injector.Fail({.calls = ForkCalls(), .error = GetParam(), .times = 3});
  FaultyTree tree(Parent::kNone, {}, injector.Preparation());
  EXPECT_TRUE(tree.IsUp()) << tree.container().init().err();
  EXPECT_EQ(injector.failed(), 3);
  EXPECT_TRUE(tree.container().init().WaitForErr("under s6 supervision"))
      << tree.container().init().err();
  tree.Stop();
  EXPECT_EQ(tree.Wait(), 0);
}

// `finish` cannot ask s6 whether the slot is wanted: what the host lacks is not
// a failure of the gateway. With this limit the first one would be for good.
TEST_P(ForkFaultsTest, FinishThatCannotForkCountsNoFailure) {
  FaultInjector injector(ForkCalls());
  FaultyTree tree(
      Parent::kNone,
      {"HERMES_GATEWAY_MAX_RESTARTS=0", "HERMES_GATEWAY_ON_FATAL=exit"},
      injector.Preparation());
  ASSERT_TRUE(tree.IsUp());
  injector.Fail({.calls = ForkCalls(), .error = GetParam(), .comm = "finish"});
  const pid_t first = tree.gateway();
  tree.container().ns().Signal(first, SIGKILL);
  EXPECT_NE(tree.container().WaitForGateway(first).pid, -1)
      << tree.container().init().err();
  EXPECT_GT(injector.failed(), 0);
  EXPECT_TRUE(tree.container().init().WaitForOut("this end is not counted"))
      << tree.container().init().out();
  tree.Stop();
  EXPECT_EQ(tree.Wait(), 0);
}

// Where that lasts for a moment only, nothing is different from ever.
TEST_P(ForkFaultsTest, FinishOutlastsAMomentWithoutForks) {
  FaultInjector injector(ForkCalls());
  FaultyTree tree(
      Parent::kNone,
      {"HERMES_GATEWAY_MAX_RESTARTS=0", "HERMES_GATEWAY_ON_FATAL=exit"},
      injector.Preparation());
  ASSERT_TRUE(tree.IsUp());
  injector.Fail({.calls = ForkCalls(),
                 .error = GetParam(),
                 .comm = "finish",
                 .times = 3});
  tree.container().ns().Signal(tree.gateway(), SIGKILL);
  EXPECT_EQ(tree.Wait(), 137) << tree.container().init().err();
  EXPECT_EQ(injector.failed(), 3);
}

}  // namespace
}  // namespace hermes::fixture
