#include "shim/scripts/restart_asks.h"

#include "gtest/gtest.h"

namespace hermes {
namespace {

constexpr long long kNow = 5000000;

TEST(AddRestartAskTest, CountsNewRequest) {
  AskRecord asks;
  EXPECT_EQ(AddRestartAsk(asks, kNow), 1);
  EXPECT_EQ(asks.at_ms.front(), kNow);
}

TEST(AddRestartAskTest, CountsEarlierRequestsUpToOneAboveLimit) {
  AskRecord asks;
  for (int n = 1; n <= 6; ++n) EXPECT_EQ(AddRestartAsk(asks, kNow + n), n);
  EXPECT_EQ(AddRestartAsk(asks, kNow + 7), 6);
}

TEST(AddRestartAskTest, ForgetsRequestsAfterTwoMinutes) {
  AskRecord asks;
  AddRestartAsk(asks, kNow);
  AskRecord just_in = asks;
  EXPECT_EQ(AddRestartAsk(just_in, kNow + kRestartAsksWindowMs - 1), 2);
  EXPECT_EQ(AddRestartAsk(asks, kNow + kRestartAsksWindowMs), 1);
}

TEST(AddRestartAskTest, IgnoresUnusedEntriesSoonAfterBoot) {
  AskRecord asks;
  EXPECT_EQ(AddRestartAsk(asks, 1), 1);
}

}  // namespace
}  // namespace hermes
