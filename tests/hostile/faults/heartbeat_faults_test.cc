// Tests of a heartbeat, and of its container, when the kernel does not report
// failures to it or when its output is not read.
#include <signal.h>
#include <sys/syscall.h>

#include <cerrno>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tests/hostile/faults/blocked_output.h"
#include "tests/hostile/faults/fault_injector.h"
#include "tests/hostile/faults/faulty_tree.h"
#include "tests/process/child.h"
#include "tests/process/container.h"
#include "tests/process/poll.h"

namespace hermes::fixture {
namespace {

constexpr char kOnFatalExit[] = "HERMES_GATEWAY_ON_FATAL=exit";

int CountOf(std::string_view text, std::string_view part) {
  int count = 0;
  for (size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

class HeartbeatFaultsTest : public testing::TestWithParam<Parent> {};

INSTANTIATE_TEST_SUITE_P(Below, HeartbeatFaultsTest,
                         testing::Values(Parent::kNone, Parent::kForeign),
                         [](const testing::TestParamInfo<Parent>& each) {
                           return each.param == Parent::kNone ? "Pid1"
                                                              : "ForeignPid1";
                         });

// Sixty pods of one uid on a node use up the 128 instances of that uid.
TEST_P(HeartbeatFaultsTest, ExitsOnPermanentFailureWithoutInotifyInstance) {
  FaultInjector injector({SYS_inotify_init1});
  injector.Fail({{SYS_inotify_init1}, EMFILE});
  FaultyTree tree(GetParam(), {kOnFatalExit, "GATEWAY_EXIT=78"},
                  injector.Preparation());
  EXPECT_EQ(tree.Wait(), 78);
  const std::string err = tree.container().init().err();
  EXPECT_EQ(injector.failed(), 1);
  EXPECT_EQ(
      CountOf(err, "checking every 2 s whether gateway-default has failed"), 1)
      << err;
  EXPECT_EQ(CountOf(err, "has failed for good"), 1) << err;
  EXPECT_TRUE(WaitUntil([&] { return tree.IsEmpty(); }))
      << tree.container().processes().Listing();
}

TEST_P(HeartbeatFaultsTest, ExitsOnPermanentFailureIfOutputIsNotRead) {
  BlockedOutput output;
  FaultyTree tree(GetParam(), {kOnFatalExit}, output.Preparation());
  ASSERT_TRUE(tree.IsUp());
  output.Block();
  // Simulate a gateway that finds its configuration invalid at its next start.
  ASSERT_EQ(tree.container().ns().Call([] {
    return system(
        "printf '#!/bin/sh\nexit 78\n' >/tmp/broken && chmod 755 /tmp/broken "
        "&& mount --bind /tmp/broken /mnt/libexec/hermes");
  }),
            0);
  tree.container().ns().Signal(tree.gateway(), SIGKILL);
  EXPECT_EQ(tree.Wait(), 78);
  EXPECT_TRUE(WaitUntil([&] { return tree.IsEmpty(); }))
      << tree.container().processes().Listing();
}

// The heartbeat must write a line before it ends anything: it cannot notify the
// service manager.
TEST_P(HeartbeatFaultsTest, StopsIfOutputIsNotRead) {
  BlockedOutput output;
  FaultyTree tree(GetParam(), {"NOTIFY_SOCKET=none"}, output.Preparation());
  ASSERT_TRUE(tree.IsUp());
  output.Block();
  tree.Stop();
  EXPECT_EQ(tree.Wait(), 0);
  EXPECT_EQ(tree.container().GatewaySignals(), std::vector<int>{SIGTERM});
  EXPECT_TRUE(WaitUntil([&] { return tree.IsEmpty(); }))
      << tree.container().processes().Listing();
}

// stderr has no room for the heartbeat's first line, the breadcrumb.
TEST_P(HeartbeatFaultsTest, StartsAndStopsIfOutputIsNeverRead) {
  BlockedOutput output;
  output.Block();
  FaultyTree tree(GetParam(), {}, output.Preparation());
  ASSERT_TRUE(tree.IsUp());
  tree.Stop();
  EXPECT_EQ(tree.Wait(), 0);
  EXPECT_EQ(output.Read().find("under s6 supervision"), std::string::npos);
}

TEST_P(HeartbeatFaultsTest, WritesLastLineOnceOutputIsRead) {
  BlockedOutput output;
  output.Block();
  FaultyTree tree(GetParam(), {"NOTIFY_SOCKET=none"}, output.Preparation());
  ASSERT_TRUE(tree.IsUp());
  output.Read();
  tree.Stop();
  EXPECT_EQ(tree.Wait(), 0);
  const std::string text = output.Read();
  EXPECT_NE(text.find("notifying the service manager at none"),
            std::string::npos)
      << text;
}

}  // namespace
}  // namespace hermes::fixture
