#include "shim/scripts/restart_limit.h"

#include <optional>

#include "gtest/gtest.h"

namespace hermes {
namespace {

TEST(ParseMaxRestartsTest, AcceptsNumbersFromZero) {
  EXPECT_EQ(ParseMaxRestarts("0"), 0);
  EXPECT_EQ(ParseMaxRestarts("12"), 12);
}

TEST(ParseMaxRestartsTest, RejectsOtherText) {
  for (const char* text : {"", "-1", "x", "3x", " 3", "1.5", "9999999999"}) {
    EXPECT_EQ(ParseMaxRestarts(text), std::nullopt) << text;
  }
}

TEST(EarlyExitLimitTest, ReturnsConfiguredLimitForGateway) {
  EXPECT_EQ(EarlyExitLimit("gateway-default", "3"), 3);
  EXPECT_EQ(EarlyExitLimit("gateway-default", ""), std::nullopt);
  EXPECT_EQ(EarlyExitLimit("gateway-default", "many"), std::nullopt);
}

TEST(EarlyExitLimitTest, ReturnsFourForDashboardAlways) {
  EXPECT_EQ(EarlyExitLimit("dashboard", ""), 4);
  EXPECT_EQ(EarlyExitLimit("dashboard", "100"), 4);
}

}  // namespace
}  // namespace hermes
