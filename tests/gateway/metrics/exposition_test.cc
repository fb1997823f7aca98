#include "gateway/metrics/exposition.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "tests/gateway/metrics/strict_parser.h"

namespace hermes::gateway {
namespace {

TEST(ExpositionTest, WritesHelpTypeAndSamples) {
  EXPECT_EQ(Expose({{"a_total", "All.", MetricKind::kCounter, {{"", {}, 2}}}}),
            "# HELP a_total All.\n# TYPE a_total counter\na_total 2\n");
}

TEST(ExpositionTest, EscapesHelpAndLabelValues) {
  const std::string hostile = "a\"b\\c\nd\\n{}";
  const ParsedMetrics parsed = ParseStrictly(
      Expose({{"a", "b\\c\nd", MetricKind::kGauge, {{"", {{"l", hostile}}, 1}}},
              {"b", "next", MetricKind::kGauge, {{"", {}, 1}}}}));
  EXPECT_EQ(parsed.error, "");
  EXPECT_EQ(parsed.samples.count("a{l=\"" + hostile + "\"}"), 1u);
}

TEST(ExpositionTest, OmitsFamilyWithoutSamples) {
  EXPECT_EQ(Expose({{"a", "x", MetricKind::kGauge, {}}}), "");
}

TEST(ExpositionTest, FormatsNumbersThatParseBackUnchanged) {
  EXPECT_EQ(FormatMetricValue(0), "0");
  EXPECT_EQ(FormatMetricValue(2.5), "2.5");
  EXPECT_EQ(FormatMetricValue(HUGE_VAL), "+Inf");
  EXPECT_EQ(FormatMetricValue(-HUGE_VAL), "-Inf");
  EXPECT_EQ(FormatMetricValue(std::nan("")), "NaN");
  for (const double value : {0.1, 1e21, 1795341600.123, 4.9e-324}) {
    EXPECT_EQ(std::strtod(FormatMetricValue(value).c_str(), nullptr), value)
        << value;
  }
}

}  // namespace
}  // namespace hermes::gateway
