#include "gateway/dashboard/view/system_stats.h"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace hermes::gateway::dashboard {
namespace {

TEST(SystemStatsTest, ParsesKernelFiles) {
  EXPECT_EQ(ParseUptime("12.5 99.0\n"), 12.5);
  EXPECT_EQ(ParseUptime(""), std::nullopt);
  EXPECT_EQ(SecondsSince(250, 12.5, 100), 10.0);
  EXPECT_EQ(SecondsSince(1300, 12.5, 100), 0.0);
  EXPECT_EQ(ParseLoad("0.5 1.25 2 1/99 4711\n"),
            (std::vector<double>{0.5, 1.25, 2}));
  EXPECT_EQ(ParseLoad("none"), std::vector<double>());
  constexpr char kMemory[] =
      "MemTotal:       1000 kB\nMemAvailable:    10 kB\n";
  EXPECT_EQ(ParseMemory(kMemory, "MemTotal"), 1024000);
  EXPECT_EQ(ParseMemory(kMemory, "MemAvailable"), 10240);
  EXPECT_EQ(ParseMemory(kMemory, "MemFree"), std::nullopt);
  EXPECT_EQ(ParseGroupMemory("4096\n"), 4096);
  EXPECT_EQ(ParseGroupMemory("max\n"), std::nullopt);
}

}  // namespace
}  // namespace hermes::gateway::dashboard
