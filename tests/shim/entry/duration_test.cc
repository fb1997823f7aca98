#include "shim/entry/duration.h"

#include <gtest/gtest.h>

#include <optional>

namespace hermes {
namespace {

TEST(ParseDurationMsTest, ParsesNumberWithAnyUnitOrNone) {
  EXPECT_EQ(ParseDurationMs("500ms"), 500);
  EXPECT_EQ(ParseDurationMs("30s"), 30000);
  EXPECT_EQ(ParseDurationMs("2m"), 120000);
  EXPECT_EQ(ParseDurationMs("1h"), 3600000);
  EXPECT_EQ(ParseDurationMs("5"), 5000);
  EXPECT_EQ(ParseDurationMs("0"), 0);
  EXPECT_EQ(ParseDurationMs("24h"), 86400000);
}

TEST(ParseDurationMsTest, RefusesInvalidOrTooLongDuration) {
  for (const char* text : {"", "s", "-1s", "1.5s", "1 s", "1d", "1sm", "25h",
                           "99999999999999999999s", "1e3"}) {
    EXPECT_EQ(ParseDurationMs(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace hermes
