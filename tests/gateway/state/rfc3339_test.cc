#include "gateway/state/rfc3339.h"

#include <gtest/gtest.h>

namespace hermes::gateway {
namespace {

const WallTime kTime{std::chrono::seconds(1795341600)};

TEST(Rfc3339Test, FormatsTime) {
  EXPECT_EQ(FormatRfc3339(kTime), "2026-11-22T10:00:00+00:00");
}

TEST(Rfc3339Test, ParsesTime) {
  for (const char* text :
       {"2026-11-22T10:00:00+00:00", "2026-11-22T10:00:00Z",
        "2026-11-22T10:00:00", "2026-11-22 10:00:00.123456+00:00",
        "2026-11-22T12:30:00+02:30", "2026-11-22T09:00:00-01:00"}) {
    EXPECT_EQ(ParseRfc3339(text), kTime) << text;
  }
}

TEST(Rfc3339Test, RejectsInvalidTime) {
  for (const char* text :
       {"", "now", "2026-11-22", "2026-13-22T10:00:00Z", "2026-02-30T10:00:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T10:00:00X",
        "2026-11-22T10:00:00+1:00", "2026-11-22T10:00:00Z "}) {
    EXPECT_EQ(ParseRfc3339(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace hermes::gateway
