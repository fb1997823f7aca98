#include "shim/base/iso_time.h"

#include <time.h>

#include "gtest/gtest.h"

namespace hermes {
namespace {

TEST(IsoTimeTest, FormatsKnownTimes) {
  EXPECT_EQ(IsoTime(0), "1970-01-01T00:00:00+00:00");
  EXPECT_EQ(IsoTime(951782399), "2000-02-28T23:59:59+00:00");
  EXPECT_EQ(IsoTime(951782400), "2000-02-29T00:00:00+00:00");
  EXPECT_EQ(IsoTime(4102444800), "2100-01-01T00:00:00+00:00");
}

TEST(IsoTimeTest, AgreesWithSystemOnEveryDayOfFourCenturies) {
  for (time_t day = 0; day < 146097; ++day) {
    const time_t moment = day * 86400 + day % 86400;
    tm broken_down = {};
    ASSERT_NE(gmtime_r(&moment, &broken_down), nullptr);
    char text[32];
    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S+00:00", &broken_down);
    ASSERT_EQ(IsoTime(moment), text);
  }
}

}  // namespace
}  // namespace hermes
