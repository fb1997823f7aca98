#include "gateway/metrics/histogram.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/gateway/metrics/strict_parser.h"

namespace hermes::gateway {
namespace {

TEST(HistogramTest, CountsCumulativelyAndIncludesBoundInItsBucket) {
  Histogram histogram("h", "x", {0.1, 1});
  for (const double value : {0.05, 0.1, 0.5, 7.0, std::nan("")}) {
    histogram.Observe({}, value);
  }
  const ParsedMetrics parsed = ParseStrictly(Expose({histogram.Snapshot()}));
  EXPECT_EQ(parsed.error, "");
  EXPECT_EQ(parsed.samples.at("h_bucket{le=\"0.1\"}"), 2);
  EXPECT_EQ(parsed.samples.at("h_bucket{le=\"1\"}"), 3);
  EXPECT_EQ(parsed.samples.at("h_bucket{le=\"+Inf\"}"), 4);
  EXPECT_EQ(parsed.samples.at("h_count"), 4);
  EXPECT_DOUBLE_EQ(parsed.samples.at("h_sum"), 7.65);
}

TEST(HistogramTest, KeepsSeriesApart) {
  Histogram histogram("h", "x", {1}, {{"b", {"p", "other"}}});
  histogram.Observe({"p"}, 1);
  histogram.Observe({"unknown"}, 2);
  histogram.Observe({"also unknown"}, 2);
  const ParsedMetrics parsed = ParseStrictly(Expose({histogram.Snapshot()}));
  EXPECT_EQ(parsed.error, "");
  EXPECT_EQ(parsed.samples.at("h_bucket{b=\"p\",le=\"1\"}"), 1);
  EXPECT_EQ(parsed.samples.at("h_count{b=\"p\"}"), 1);
  EXPECT_EQ(parsed.samples.at("h_count{b=\"other\"}"), 2);
}

}  // namespace
}  // namespace hermes::gateway
