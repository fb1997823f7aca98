#include "shim/slot/poll_until.h"

#include <signal.h>

#include <cerrno>

#include "gtest/gtest.h"
#include "shim/base/signals.h"

namespace hermes {
namespace {

constexpr long kLong = 3600000;

TEST(PollUntilTest, PollsUntilConditionHolds) {
  int asked = 0;
  EXPECT_EQ(
      PollUntil([&] { return ++asked == 4; }, kLong, 1, OnStopSignal::kGoOn),
      0);
  EXPECT_EQ(asked, 4);
}

TEST(PollUntilTest, PollsOnceWithoutTime) {
  EXPECT_EQ(PollUntil([] { return true; }, 0, 1, OnStopSignal::kGoOn), 0);
  EXPECT_EQ(PollUntil([] { return false; }, 0, 1, OnStopSignal::kGoOn),
            ETIMEDOUT);
}

TEST(PollUntilTest, EndsOnStopSignalOnlyIfRequested) {
  const sigset_t before = BlockWaitedSignals();
  raise(SIGTERM);
  EXPECT_EQ(PollUntil([] { return false; }, kLong, 1, OnStopSignal::kGiveUp),
            EINTR);
  EXPECT_EQ(PollUntil([] { return false; }, 5, 1, OnStopSignal::kGoOn),
            ETIMEDOUT);
  EXPECT_TRUE(StopSignalPending());
  const sigset_t waited = WaitedSignals();
  sigwaitinfo(&waited, nullptr);
  SetSignalMask(before);
}

}  // namespace
}  // namespace hermes
