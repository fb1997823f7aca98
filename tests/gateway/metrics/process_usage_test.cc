#include "gateway/metrics/process_usage.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <ctime>
#include <vector>

#include "shim/base/unique_fd.h"
#include "tests/gateway/metrics/strict_parser.h"

namespace hermes::gateway {
namespace {

constexpr char kStat[] =
    "7 (a) b (c) S 1 7 7 0 -1 4194560 100 0 0 0 150 50 0 0 20 0 3 0 2000 "
    "1048576 256 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0\n";

TEST(ProcessUsageTest, ParsesKernelText) {
  const auto usage = ParseProcessUsage(kStat, {100, 4096, 1000});
  ASSERT_TRUE(usage.has_value());
  EXPECT_EQ(usage->cpu_secs, 2);
  EXPECT_EQ(usage->start_secs, 1020);
  EXPECT_EQ(usage->virtual_bytes, 1048576);
  EXPECT_EQ(usage->resident_bytes, 256 * 4096);
  EXPECT_EQ(usage->threads, 3);
}

TEST(ProcessUsageTest, RejectsMalformedText) {
  for (const char* text : {"", "7", "7 (a) S 1 2",
                           "7 (a) S a b c d e f g h i j k l m n o p q r s t "
                           "u v w x y z"}) {
    EXPECT_FALSE(ParseProcessUsage(text, {}).has_value()) << text;
  }
}

TEST(ProcessUsageTest, ReadsUsageOfThisProcess) {
  const auto before = ReadProcessUsage();
  ASSERT_TRUE(before.has_value());
  std::vector<UniqueFd> opened;
  for (int i = 0; i < 5; ++i) {
    opened.emplace_back(open("/dev/null", O_RDONLY | O_CLOEXEC));
  }
  const auto after = ReadProcessUsage();
  ASSERT_TRUE(after.has_value());
  EXPECT_EQ(after->open_fds, before->open_fds + 5);
  EXPECT_GT(after->resident_bytes, 100'000);
  EXPECT_GE(after->threads, 1);
  const double now = static_cast<double>(time(nullptr));
  EXPECT_LE(after->start_secs, now + 2);
  EXPECT_GT(after->start_secs, now - 3600);
}

TEST(ProcessUsageTest, UsesPrometheusStandardNames) {
  const ParsedMetrics parsed =
      ParseStrictly(Expose(ProcessFamilies(*ReadProcessUsage())));
  EXPECT_EQ(parsed.error, "");
  for (const char* name :
       {"process_cpu_seconds_total", "process_resident_memory_bytes",
        "process_virtual_memory_bytes", "process_start_time_seconds",
        "process_open_fds"}) {
    EXPECT_EQ(parsed.samples.count(name), 1u) << name;
  }
}

}  // namespace
}  // namespace hermes::gateway
