#include "shim/scripts/restart_limit.h"

#include <optional>

#include "gtest/gtest.h"

namespace hermes {
namespace {

TEST(ParseMaxRestartsTest, TakesNumbersFromZeroOn) {
  EXPECT_EQ(ParseMaxRestarts("0"), 0);
  EXPECT_EQ(ParseMaxRestarts("12"), 12);
}

TEST(ParseMaxRestartsTest, AnythingElseIsNothing) {
  for (const char* text : {"", "-1", "x", "3x", " 3", "1.5", "9999999999"}) {
    EXPECT_EQ(ParseMaxRestarts(text), std::nullopt) << text;
  }
}

TEST(YoungDeathLimitTest, GatewayHasTheOneThatIsSet) {
  EXPECT_EQ(YoungDeathLimit("gateway-default", "3"), 3);
  EXPECT_EQ(YoungDeathLimit("gateway-default", ""), std::nullopt);
  EXPECT_EQ(YoungDeathLimit("gateway-default", "many"), std::nullopt);
}

TEST(YoungDeathLimitTest, DashboardNeverGetsBeyondItsFourth) {
  EXPECT_EQ(YoungDeathLimit("dashboard", ""), 4);
  EXPECT_EQ(YoungDeathLimit("dashboard", "100"), 4);
}

}  // namespace
}  // namespace hermes
